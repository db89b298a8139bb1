"""From an address to a page in one query, in none for what has just been read.

Wagtail's own route asks the database once for every level and again for every restriction: eleven queries at depth
four. Every page keeps its whole path in ``url_path``, so one look-up is enough, and which class of page lives there
is cached until something is published.
"""

from copy import copy
from threading import Lock
from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from publishing.public_cache import cached

MOST_PAGES = 200
"""Pages cached in each process: about 100 kB each at the most, with text and blocks."""

MOST_HOSTS = 100
"""Hosts whose site is cached: a visitor may add any port to the name, so the rest are looked up each time."""

_keeping = Lock()


def site_of(request: HttpRequest) -> Site | None:
    """The site asked for, with its root page; None when no site answers."""
    sites: dict[str, Site | None] = cached(("sites",), dict)
    host = request.get_host()
    if host in sites:
        return sites[host]
    site = Site.find_for_request(request)
    if len(sites) < MOST_HOSTS:
        sites[host] = site
    return site


def site_root_path(request: HttpRequest) -> str | None:
    """``url_path`` of the root page of the site asked for, such as ``/home/``; None when no site answers."""
    site = site_of(request)
    return site.root_page.url_path if site else None


def find_live_page(request: HttpRequest, path: str) -> Page | None:
    """The live page at ``path`` (no language, no leading slash) as its own class, or None."""
    root = site_root_path(request)
    if root is None:
        return None
    url_path = root + "".join(f"{part}/" for part in path.split("/") if part)
    pages: dict[str, Page] = cached(("pages",), dict)
    page = pages.get(url_path)
    if page is None:
        page = _read(url_path)
        if page is None:
            return None
        with _keeping:
            while len(pages) >= MOST_PAGES:
                del pages[next(iter(pages))]
            pages[url_path] = page
    return _copy_for_request(page)


def _copy_for_request(page: Page) -> Page:
    """A copy that one request may change. Streams keep nothing in common with the cached page but their raw values.

    A stream binds its blocks when it is looked at, in place: shared, two threads would bind and change the same ones.
    Nothing is read from the database for it, for a stream that nobody looks at stays unbound.
    """
    own = copy(page)
    for field in own._meta.get_fields():
        value = own.__dict__.get(field.name)
        if isinstance(value, StreamValue):
            raw = [dict(item) for item in value.raw_data]
            own.__dict__[field.name] = StreamValue(value.stream_block, raw, is_lazy=True, raw_text=value.raw_text)
    return own


def _read(url_path: str) -> Page | None:
    """The live page at ``url_path`` as its own class, from the database."""

    def compute() -> tuple[int, int] | None:
        found = Page.objects.live().filter(url_path=url_path).values_list("pk", "content_type_id").first()
        if found is None:
            raise _NotFoundError
        return cast("tuple[int, int]", found)

    try:
        found = cached(("route", url_path), compute)
    except _NotFoundError:  # not cached: anybody can ask for any number of addresses
        return None
    if found is None:
        return None
    pk, content_type_id = found
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None:
        return None
    manager = cast("type[Page]", model)._default_manager
    return manager.filter(pk=pk, live=True).select_related("locale").first()


class _NotFoundError(Exception):
    """Nothing lives at this address."""
