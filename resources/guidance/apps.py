from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "resources.guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from resources.guidance import exporting, impact, receivers, significant_changes, waiting
        from resources.guidance.law_changes import admin as of_law_changes  # registers hooks of the admin, too
        from resources.guidance.law_changes import notices as of_changed_law
        from resources.guidance.law_changes import receivers as with_law_changes
        from resources.guidance.publications import receivers as with_publications
        from resources.guidance.publications import waiting as publications_waiting
        from resources.guidance.questions import admin as of_answers  # noqa: F401 - registers hooks of the admin
        from resources.guidance.questions import impact as of_questions
        from resources.guidance.questions import receivers as with_questions
        from resources.guidance.questions import waiting as questions_waiting
        from resources.guidance.requirements import admin  # noqa: F401 - registers hooks of the admin
        from resources.guidance.requirements import impact as of_requirements
        from resources.guidance.requirements import receivers as with_requirements
        from resources.guidance.reviews import calendar  # noqa: F401 - registers hooks of the admin
        from resources.guidance.reviews import receivers as with_reviews

        exporting.connect()
        impact.connect()
        of_law_changes.connect()
        of_changed_law.connect()
        with_law_changes.connect()
        receivers.connect()
        with_publications.connect()
        publications_waiting.connect()
        significant_changes.connect()
        waiting.connect()
        with_requirements.connect()
        of_requirements.connect()
        of_questions.connect()
        with_questions.connect()
        questions_waiting.connect()
        with_reviews.connect()
