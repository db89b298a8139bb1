from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "resources.guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from resources.guidance import impact, receivers, waiting
        from resources.guidance.law_changes import admin as of_law_changes  # registers hooks of the admin, too
        from resources.guidance.law_changes import notices as of_changed_law
        from resources.guidance.law_changes import receivers as with_law_changes
        from resources.guidance.requirements import admin  # noqa: F401 - registers hooks of the admin
        from resources.guidance.requirements import impact as of_requirements
        from resources.guidance.requirements import receivers as with_requirements
        from resources.guidance.reviews import calendar  # noqa: F401 - registers hooks of the admin
        from resources.guidance.reviews import receivers as with_reviews

        impact.connect()
        of_law_changes.connect()
        of_changed_law.connect()
        with_law_changes.connect()
        receivers.connect()
        waiting.connect()
        with_requirements.connect()
        of_requirements.connect()
        with_reviews.connect()
