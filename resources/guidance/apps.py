from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "resources.guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from resources.guidance import waiting
        from resources.guidance.requirements import admin, impact, receivers  # noqa: F401 - registers hooks of the admin

        waiting.connect()
        receivers.connect()
        impact.connect()
