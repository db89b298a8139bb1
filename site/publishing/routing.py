"""Finds the page at a path in one query, or in none if it is cached.

Wagtail's own routing makes queries for every level and every restriction: eleven at depth four. ``url_path`` holds the
whole path of a page, so one look-up is enough; the page and its class are cached until something is published.
"""

from collections.abc import Callable, Hashable
from copy import copy
from threading import Lock
from typing import TypeVar, cast

from django.apps import apps
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from publishing.public_cache import cached

PageType = TypeVar("PageType", bound=Page)

MOST_PAGES = 200
"""The most pages cached in each process by path, and of each class by id: up to about 100 kB each, with text and
blocks."""

MOST_HOSTS = 100
"""The most hosts whose site is cached. A request may give any port in its host, so others are looked up each time."""

_keeping = Lock()


def site_of(request: HttpRequest) -> Site | None:
    """The site of the request, with its root page; None where no site matches."""
    sites: dict[str, Site | None] = cached(("sites",), dict)
    host = request.get_host()
    if host in sites:
        return sites[host]
    site = Site.find_for_request(request)
    if len(sites) < MOST_HOSTS:
        sites[host] = site
    return site


def site_root_path(request: HttpRequest) -> str | None:
    """``url_path`` of the root page of the request's site, such as ``/home/``; None where no site matches."""
    site = site_of(request)
    return site.root_page.url_path if site else None


def find_live_page(request: HttpRequest, path: str) -> Page | None:
    """The live page at ``path`` (without language prefix and leading slash) as its specific class, or None."""
    root = site_root_path(request)
    if root is None:
        return None
    url_path = root + "".join(f"{part}/" for part in path.split("/") if part)
    return _found(("pages",), url_path, lambda: _read(url_path))


def find_live_page_by_id(model: type[PageType], pk: int) -> PageType | None:
    """The live page of this class with this id, or None; in one query, or in none if it is cached."""

    def read() -> PageType | None:
        found: PageType | None = model._default_manager.filter(pk=pk, live=True).select_related("locale").first()
        return found

    return _found(("pages by id", model._meta.label), pk, read)


def _found(kind: tuple[Hashable, ...], key: Hashable, read: Callable[[], PageType | None]) -> PageType | None:
    """A copy of the page that is cached as ``key``, else of what ``read`` finds, which is cached then."""
    pages: dict[Hashable, PageType] = cached(kind, dict)
    page = pages.get(key)
    if page is None:
        page = read()
        if page is None:
            return None
        with _keeping:
            while len(pages) >= MOST_PAGES:
                del pages[next(iter(pages))]
            pages[key] = page
    return _copy_for_request(page)


def _copy_for_request(page: PageType) -> PageType:
    """A copy that one request may change; its StreamValues share only the raw data with the cached page.

    A StreamValue builds its blocks in place on first access, so two threads must not share one. The copies are lazy:
    nothing is read from the database before a block is accessed.
    """
    own = copy(page)
    for field in own._meta.get_fields():
        value = own.__dict__.get(field.name)
        if isinstance(value, StreamValue):
            raw = [dict(item) for item in value.raw_data]
            own.__dict__[field.name] = StreamValue(value.stream_block, raw, is_lazy=True, raw_text=value.raw_text)
    return own


def _read(url_path: str) -> Page | None:
    """The live page at ``url_path`` as its specific class, from the database."""

    def compute() -> tuple[int, str, str]:
        # With the name of the model: a process that looks up the id of a content type first asks once more.
        found = (
            Page.objects.live()
            .filter(url_path=url_path)
            .values_list("pk", "content_type__app_label", "content_type__model")
            .first()
        )
        if found is None:
            raise _NotFoundError
        return cast("tuple[int, str, str]", found)

    try:
        found = cached(("route", url_path), compute)
    except _NotFoundError:  # not cached: the number of addresses that can be requested is unlimited
        return None
    pk, app_label, name = found
    try:
        model = apps.get_model(app_label, name)
    except LookupError:  # of an app that is not installed
        return None
    return model._default_manager.filter(pk=pk, live=True).select_related("locale").first()


class _NotFoundError(Exception):
    """There is no live page at this address."""
