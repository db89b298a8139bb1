"""The tools for readers in chapters, decision guides and calculators: each has a page below that of its chapter."""

import re
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from wagtail.blocks import StreamValue

from publishing.access import has_session, is_restricted, refusal
from publishing.models import BasePage
from publishing.routing import find_live_page

_FROZEN = re.compile(r"(?:historia/|wydania/[1-9]\d{0,8}/(?P<slug>[\w\-]+/)?)$")
"""The end of the address of a history or of a page of an edition: the tools in it are those of the live page."""


class ToolElsewhereError(Exception):
    """The tool is at another address, or what the reader needs first is."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


@dataclass(frozen=True, slots=True)
class Tool:
    """A block of a live page that the reader may open; ``value`` is that of the block."""

    page: BasePage
    page_url: str
    block_id: str
    value: Any


@dataclass(frozen=True, slots=True)
class ToolLink:
    """A link to a tool in a chapter; ``kind`` is the name of its block."""

    kind: str
    title: str
    url: str


ADDRESSES = {"decision": "decyzja", "employment_cost": "kalkulator"}
"""The part of the address below the chapter by the names of the blocks."""


def address_below(kind: str, block_id: str) -> str:
    """The address of a tool relative to its chapter, so that it holds in either language and after a move."""
    return f"{ADDRESSES[kind]}/{block_id}/"


def tools_in(body: StreamValue, *, page_url: str) -> tuple[ToolLink, ...]:
    """The tools of a body, in order, from its raw data."""
    return tuple(
        ToolLink(raw["type"], raw["value"]["title"], f"{page_url}{address_below(raw['type'], raw['id'])}")
        for raw in body.raw_data
        if raw["type"] in ADDRESSES and raw.get("id")
    )


def find_tool(request: HttpRequest, path: str, kind: str, block_id: str) -> Tool:
    """The block ``kind`` with this id in the live page at ``path``.

    Raises ``Http404``, and ``ToolElsewhereError`` where the address is that of an edition, or the page is restricted
    and the reader has to sign in or give its password there.
    """
    page = find_live_page(request, path)
    if page is None and (frozen := _FROZEN.search(path)):
        live = find_live_page(request, path[: frozen.start()] + (frozen["slug"] or ""))
        if isinstance(live, BasePage):
            address = f"{live.get_url(request) or '/'}{address_below(kind, block_id)}"
            query = request.GET.urlencode()
            raise ToolElsewhereError(f"{address}?{query}" if query else address)
    if not isinstance(page, BasePage):
        raise Http404
    url = page.get_url(request) or "/"
    if refusal(page.path, request):
        raise ToolElsewhereError(url)
    body = cast("StreamValue", page.body)
    places = (n for n, raw in enumerate(body.raw_data) if raw["type"] == kind and raw.get("id") == block_id)
    place = next(places, None)
    if place is None:
        raise Http404
    return Tool(page, url, block_id, body[place].value)


def elsewhere(error: ToolElsewhereError) -> HttpResponse:
    return HttpResponseRedirect(error.url)


def kept_private(response: HttpResponse, request: HttpRequest, page: BasePage) -> HttpResponse:
    """The response, which no cache may store where the page is restricted or the reader has a session."""
    if is_restricted(page) or has_session(request):
        add_never_cache_headers(response)
    return response
