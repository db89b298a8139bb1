from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "resources.guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from resources.guidance import impact, receivers, significant_changes, waiting
        from resources.guidance.requirements import admin  # noqa: F401 - registers hooks of the admin
        from resources.guidance.requirements import impact as of_requirements
        from resources.guidance.requirements import receivers as with_requirements

        impact.connect()
        receivers.connect()
        significant_changes.connect()
        waiting.connect()
        with_requirements.connect()
        of_requirements.connect()
