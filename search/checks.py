"""System checks of search."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import DatabaseError

from polish.analysis import version


@checks.register(checks.Tags.database)
def index_matches_analyser(
    app_configs: Any, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Checks that the index was made by this installation's analyser; others' lemmas would be missed silently."""
    from search.models import IndexVersion

    if not databases:
        return []
    try:
        others = list(IndexVersion.objects.exclude(analyser=version()))
    except DatabaseError:  # not migrated yet
        return []
    return [
        checks.Warning(
            f"The search index of {index.backend} was made by another version of the analyser.",
            hint="Run: pomost reindex",
            id="search.W001",
        )
        for index in others
    ]
