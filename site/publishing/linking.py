"""Which published pages link to a page, and to which places on it: what a new address of the page is told about."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape

from django.db.models import Q
from wagtail.models import Page, get_page_models

from publishing import references

_HOST = r"(?:https?://[^/\"]+)?(?:/en)?"


@dataclass(frozen=True, slots=True)
class LinkingPage:
    """A published page with links to another one or to a page below it.

    ``by_choice``: the editor chose the page, so its links follow it; else the address was typed, and is redirected.
    """

    page_id: int
    title: str
    anchors: tuple[str, ...]
    by_choice: bool


def pages_linking_to(tops: Collection[Page], *, pages: Collection[int]) -> list[LinkingPage]:
    """The published pages besides ``pages`` that link to these: ``tops`` and the pages below them, in tree order.

    By the reference index, and by the addresses in the stored texts, which typed links have too. A query for each type
    of page and those of the index.
    """
    from publishing.models import BasePage  # the models import this module's package

    chosen = references.pages_that_refer_to([(references.page_type(), str(pk)) for pk in pages]) - set(pages)
    addresses = [address for page in tops if (address := page.get_url())]
    typed = Q(pk__in=[])
    for address in addresses:
        typed |= Q(body_html__contains=f'{address}"') | Q(body_html__contains=f"{address}#")
    found: list[tuple[str, LinkingPage]] = []
    for model in get_page_models():
        if not issubclass(model, BasePage):
            continue
        rows = model.objects.live().filter(Q(pk__in=chosen) | typed).exclude(pk__in=pages).order_by()
        for path, pk, title, html in rows.values_list("path", "pk", "title", "body_html"):
            anchors = _anchors(html, addresses)
            if pk in chosen or anchors is not None:
                found.append((path, LinkingPage(pk, title, tuple(anchors or ()), by_choice=pk in chosen)))
    return [linking for _path, linking in sorted(found, key=lambda item: item[0])]


def _anchors(html: str, addresses: Collection[str]) -> list[str] | None:
    """The places that links in the HTML lead to, each once; None where no link leads to one of the addresses."""
    found: dict[str, None] = {}
    linked = False
    for address in addresses:
        for link in re.finditer(rf'href="{_HOST}{re.escape(address)}[^"#]*(?:#([^"]*))?"', html):
            linked = True
            if link[1]:
                found[unescape(link[1])] = None
    return list(found) if linked else None
