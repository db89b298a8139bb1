from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses.activities.extracts import ExerciseSource
        from courses.catalogue import content_checks, moving, receivers, services
        from publishing import pipeline

        pipeline.register(ExerciseSource, services.store_exercise_order)
        receivers.connect()
        moving.connect()
        content_checks.connect()
