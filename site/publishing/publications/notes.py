"""Links for readers of paper: the addresses in footnotes, and links that lead to another part of the same document."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from publishing.publications.nodes import Node

_UNNOTED = {"header", "caption"}
"""Parts of a table that are repeated on each page: a footnote there would be repeated, too."""


_NO_PLACES: Mapping[str, str] = MappingProxyType({})


def with_notes(nodes: list[Node], *, site: str, places: Mapping[str, str] = _NO_PLACES) -> list[Node]:
    """The blocks of one part with a footnote at links that lead out of the site, once for each address.

    ``site`` is the beginning of the site's own addresses. ``places`` are labels of the document by the address of the
    page that stands there. Links in headings get no footnote: the contents would repeat it.
    """
    noted: list[Node] = _Notes(site, places).in_value(nodes)
    return noted


class _Notes:
    def __init__(self, site: str, places: Mapping[str, str]) -> None:
        self._site = site.rstrip("/")
        self._places = places
        self._seen: set[str] = set()

    def in_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.in_value(item) for item in value]
        if not isinstance(value, dict) or value.get("kind") == "heading":
            return value
        if value.get("kind") == "link":
            return self._link(value)
        return {name: part if name in _UNNOTED else self.in_value(part) for name, part in value.items()}

    def _link(self, link: Node) -> Node:
        url = link["url"]
        if place := self._places.get(url.partition("#")[0]):
            return {**link, "place": place}
        if url in self._seen or url == words_of(link["inline"]) or not (link["needed"] or self._leads_out(url)):
            return link
        self._seen.add(url)
        return {**link, "note": url}

    def _leads_out(self, url: str) -> bool:
        own = bool(self._site) and (url == self._site or url.startswith(f"{self._site}/"))
        return url.startswith(("http://", "https://")) and not own


def words_of(runs: list[Node]) -> str:
    """The text of runs, without their styles."""
    return "".join(run.get("text", "") or words_of(run.get("inline", [])) for run in runs)
