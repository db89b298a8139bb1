"""From an address to a page in one query.

Wagtail's own route asks the database once for every level and again for every restriction: eleven queries at depth
four. Every page keeps its whole path in ``url_path``, so one look-up is enough, and which class of page lives there
is remembered until something is published.
"""

from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site

from publishing.generation import remember


def site_root_path(request: HttpRequest) -> str | None:
    """``url_path`` of the root page of the site asked for, such as ``/home/``; None when no site answers."""

    def compute() -> str | None:
        site = Site.find_for_request(request)
        return site.root_page.url_path if site else None

    return remember(("site root", request.get_host()), compute)


def find_live_page(request: HttpRequest, path: str) -> Page | None:
    """The live page at ``path`` (no language, no leading slash) as its own class, or None."""
    root = site_root_path(request)
    if root is None:
        return None
    url_path = root + "".join(f"{part}/" for part in path.split("/") if part)

    def compute() -> tuple[int, int] | None:
        found = Page.objects.live().filter(url_path=url_path).values_list("pk", "content_type_id").first()
        if found is None:
            raise _NotFoundError
        return cast("tuple[int, int]", found)

    try:
        found = remember(("route", url_path), compute)
    except _NotFoundError:  # not remembered: anybody can ask for any number of addresses
        return None
    if found is None:
        return None
    pk, content_type_id = found
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None:
        return None
    manager = cast("type[Page]", model)._default_manager
    return manager.filter(pk=pk, live=True).first()


class _NotFoundError(Exception):
    """Nothing lives at this address."""


def is_restricted(page: Page) -> bool:
    """Whether a view restriction stands on the page or on one above it (aliases ask for their source too)."""

    def compute() -> bool:
        if not PageViewRestriction.objects.exists():
            return False
        return page.get_view_restrictions().exists()

    return remember(("restricted", page.pk), compute)
