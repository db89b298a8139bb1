from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "courses.activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from courses.activities import exporting, services
        from courses.activities.extracts import ExerciseSource
        from courses.activities.hosted import editing
        from publishing import pipeline

        exporting.connect()
        editing.register()
        pipeline.register(ExerciseSource, services.store_exercises)
