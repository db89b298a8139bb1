from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "courses.credentials"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from courses.credentials import impact, panels, receivers

        impact.connect()
        panels.add()
        receivers.connect()
