from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    name = "editing"
    verbose_name = _("Editing")

    def ready(self) -> None:
        from editing import emails, impact, prose_checks, receivers, reference_checks, waiting

        emails.connect()
        impact.connect()
        prose_checks.connect()
        receivers.connect()
        reference_checks.connect()
        waiting.connect()
