from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "resources.results"
    verbose_name = _("Projects and results")

    def ready(self) -> None:
        from resources.results import receivers

        receivers.connect()
