from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "resources.results"
    verbose_name = _("Projects and results")

    def ready(self) -> None:
        from people.exporting import declare
        from publishing import origins
        from resources.results import receivers
        from resources.results.result_page import results_behind

        receivers.connect()
        origins.register(results_behind)
        declare({"results.ProjectIndex.contact_email": "The public contact for questions about the open data."})
