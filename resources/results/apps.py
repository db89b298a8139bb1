from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "resources.results"
    verbose_name = _("Projects and results")

    def ready(self) -> None:
        from people.exporting import declare
        from resources.results import receivers

        receivers.connect()
        declare({"results.ProjectIndex.contact_email": "The public contact for questions about the open data."})
