from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    name = "editing"
    verbose_name = _("Editing")

    def ready(self) -> None:
        from editing import (
            emails,
            exporting,
            impact,
            prose_checks,
            receivers,
            reference_checks,
            waiting,
            waiting_uploads,
        )
        from editing.outside import admin as outside_reviews  # registers hooks of the admin, too
        from editing.outside import impact as of_outside_reviews

        emails.connect()
        exporting.connect()
        impact.connect()
        prose_checks.connect()
        receivers.connect()
        reference_checks.connect()
        waiting.connect()
        waiting_uploads.connect()
        outside_reviews.connect()
        of_outside_reviews.connect()
