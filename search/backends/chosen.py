"""Which backends the site has: that of its database, and an engine in front of it where ``SEARCH_URL`` is set."""

from typing import Any

from django.conf import settings
from wagtail.search.backends import get_search_backend


def has_engine() -> bool:
    return "URL" in settings.WAGTAILSEARCH_BACKENDS["default"]


def database() -> Any:
    return get_search_backend("database" if has_engine() else "default")


def engine() -> Any:
    """The backend of the engine. Only where there is one (``has_engine``)."""
    return get_search_backend("default")


def names() -> list[str]:
    """The backends in use, as ``IndexVersion`` names them."""
    return ["database", engine().engine] if has_engine() else ["database"]
