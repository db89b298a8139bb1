"""What the history pages and feeds of guides and chapters show."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page

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
    """Cards of versions of ``page``, or of the page of each where it is None."""
    return [_card(version, page or version.page, request) for version in versions]


def _card(version: PublishedVersion, page: Page, request: HttpRequest) -> VersionItem:
    before = version.number - 1
    return VersionItem(
        number=version.number,
        published_at=version.published_at,
        kind=version.kind,
        note=version.note,
        title=version.title,
        page_url=page.get_url(request) or "",
        compare_url=history_url(page, request, od=before, do=version.number) if before else "",
    )
