from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "courses.credentials"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from courses.credentials import (
            access,
            checks,  # noqa: F401 - registers itself
            exporting,
            impact,
            panels,
            receivers,
        )
        from courses.learning import relied_on

        access.register_kind()
        exporting.connect()
        impact.connect()
        relied_on.register(impact.relies_on)
        panels.add()
        receivers.connect()
