from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "resources.guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from resources.guidance import impact, receivers, waiting

        impact.connect()
        receivers.connect()
        waiting.connect()
