from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "courses.activities.bank"
    label = "bank"
    verbose_name = _("Question bank")

    def ready(self) -> None:
        from courses.activities.bank import use

        use.connect()
