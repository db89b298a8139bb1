"""What the history pages and feeds of guides and chapters show."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page

from editing.models import PageApproval
from publishing.models import BasePage
from resources.guidance.history_cards import VersionItem
from resources.guidance.models import GuideIndex, PublishedVersion, VersionedPage
from resources.guidance.models.versions import PublishedVersionQuerySet

HISTORY = "historia"


def has_history(page: Page) -> bool:
    return isinstance(page, VersionedPage | GuideIndex)


def versions_below(page: BasePage) -> PublishedVersionQuerySet:
    """The public versions of a page and of those below it, the newest first; of all guides for the list of them."""
    versions = PublishedVersion.objects.public().newest_first().select_related("page")
    if isinstance(page, GuideIndex):
        return versions
    return versions.filter(page__path__startswith=page.path)


def versions_of(page: VersionedPage) -> PublishedVersionQuerySet:
    """The versions of one page, the newest first; an alias has those of its source."""
    return PublishedVersion.objects.filter(page=page.alias_of_id or page.pk).order_by("-number")


def history_url(page: Page, request: HttpRequest, **query: int) -> str:
    """The address of the history of a page; with ``od`` and ``do`` that of a comparison."""
    address = f"{page.get_url(request) or '/'}{HISTORY}/"
    return f"{address}?{urlencode(query)}" if query else address


def cards_of(
    versions: Iterable[PublishedVersion], request: HttpRequest, *, page: Page | None = None
) -> list[VersionItem]:
    """Cards of versions of ``page``, or of the page of each where it is None. One query for their approvals."""
    listed = list(versions)
    approvals = _approvals_of(listed)
    return [
        _card(version, page or version.page, request, approvals.get((version.page_id, version.digest)))
        for version in listed
    ]


def _approvals_of(versions: Sequence[PublishedVersion]) -> dict[tuple[int, str], PageApproval]:
    """The first approval of the content of each version, by page and digest."""
    digests = {version.digest for version in versions if version.digest}
    if not digests:
        return {}
    pages = {version.page_id for version in versions}
    rows = PageApproval.objects.filter(page__in=pages, digest__in=digests).order_by("-decided_at", "-pk")
    return {(row.page_id, row.digest): row for row in rows}


def _card(version: PublishedVersion, page: Page, request: HttpRequest, approval: PageApproval | None) -> VersionItem:
    before = version.number - 1
    return VersionItem(
        number=version.number,
        published_at=version.published_at,
        kind=version.kind,
        note=version.note,
        title=version.title,
        page_url=page.get_url(request) or "",
        compare_url=history_url(page, request, od=before, do=version.number) if before else "",
        approved_by=approval.reviewer_name if approval else "",
        approved_at=approval.decided_at if approval else None,
    )
