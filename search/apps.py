from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "pomost_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search import checks, content_checks, receivers, waiting  # noqa: F401 - registers the checks

        content_checks.connect()
        receivers.connect()
        waiting.connect()
