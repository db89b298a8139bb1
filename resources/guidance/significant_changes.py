"""Tells other apps which guides and chapters have changed significantly."""

from collections.abc import Collection
from datetime import datetime

from django.http import HttpRequest

from publishing import significant_changes
from publishing.significant_changes import SignificantChange
from resources.guidance.history import history_url
from resources.guidance.models import ChangeKind, PublishedVersion


def connect() -> None:
    """Called once, when Django is ready."""
    significant_changes.register(_changes)


def _changes(page_ids: Collection[int], since: datetime, request: HttpRequest) -> list[SignificantChange]:
    versions = (
        PublishedVersion.objects.public()
        .filter(page__in=page_ids, kind=ChangeKind.SIGNIFICANT, published_at__gt=since)
        .select_related("page")
        .defer("body_html", "facts")
    )
    return [
        SignificantChange(
            page_id=version.page_id,
            title=version.page.title,
            url=version.page.get_url(request) or "/",
            history_url=history_url(version.page, request),
            note=version.note,
            published_at=version.published_at,
        )
        for version in versions
    ]
