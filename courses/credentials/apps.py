from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "courses.credentials"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from courses.credentials import checks, impact, panels, receivers  # noqa: F401 - checks register themselves

        impact.connect()
        panels.add()
        receivers.connect()
