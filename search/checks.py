"""System checks of search."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import DatabaseError

from polish.analysis import version
from search.backends import chosen


def outdated() -> list[str]:
    """The backends in use whose index was made by another version of the analyser."""
    from search.models import IndexVersion

    others = IndexVersion.objects.filter(backend__in=chosen.names()).exclude(analyser=version())
    return list(others.values_list("backend", flat=True))


@checks.register(checks.Tags.database)
def index_matches_analyser(
    app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Checks that the index was made by this installation's analyser; others' lemmas would be missed silently."""
    if not databases:
        return []
    try:
        others = outdated()
    except DatabaseError:  # not migrated yet
        return []
    return [
        checks.Warning(
            f"The search index of {backend} was made by another version of the analyser.",
            hint="Run: pomost reindex",
            id="search.W001",
        )
        for backend in others
    ]


@checks.register(checks.Tags.database)
def engine_has_index(
    app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Checks that the engine at ``SEARCH_URL`` has been filled; until then the database answers."""
    from search.models import IndexVersion

    if not databases or not chosen.has_engine():
        return []
    name = chosen.engine().engine
    try:
        if IndexVersion.objects.filter(backend=name).exists():
            return []
    except DatabaseError:  # not migrated yet
        return []
    return [checks.Warning(f"The index of {name} was never built.", hint="Run: pomost reindex", id="search.W002")]
