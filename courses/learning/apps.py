from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "courses.learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from courses.learning import changed_exercises, exporting, hosted, impact, reader_views, records
        from courses.learning.quizzes import receivers as quizzes

        changed_exercises.connect()
        exporting.connect()
        hosted.register()
        impact.connect()
        quizzes.connect()
        reader_views.register()
        records.register_own()
