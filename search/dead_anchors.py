"""Links within the site that lead to a place that its page does not have."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from django.utils.html import strip_tags
from wagtail.models import Site, get_page_models

from publishing.models import BasePage
from resources.guidance.models import RequirementList
from search.models import Section

_LINK = re.compile(r'<a\b(?P<tag>[^>]*\shref="(?P<href>[^"]*#[^"]+)"[^>]*)>(?P<words>.*?)</a>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
# Of elements that templates put around the text of any page, and of exercises, which are rendered for each reader.
_ELSEWHERE = re.compile(r"(?:main|top|cwiczenie-\d+)\Z")
_HEADING_LINK = 'class="anchor"'


@dataclass(frozen=True, slots=True)
class DeadAnchor:
    """A link on a live page: its words, its address, and the page that has no such place."""

    page_id: int
    title: str
    words: str
    href: str
    target: str


@dataclass(frozen=True, slots=True)
class _Text:
    page_id: int
    title: str
    html: str


def dead_anchors() -> list[DeadAnchor]:
    """Every such link, in the order of the site. A query for each type of page and two more."""
    texts = _texts_by_path()
    anchors = {text.page_id: set(_ID.findall(text.html)) for text in texts.values()}
    for page_id, anchor in Section.objects.exclude(page=None).values_list("page_id", "anchor"):
        anchors.get(page_id, set()).add(anchor)
    addresses = _Addresses()
    return [
        DeadAnchor(text.page_id, text.title, words, href, texts[target].title)
        for path, text in texts.items()
        for href, words in _links(text.html)
        for target, anchor in [addresses.place_of(href, path)]
        if target in texts and anchor and not _ELSEWHERE.match(anchor) and anchor not in anchors[texts[target].page_id]
    ]


def _texts_by_path() -> dict[str, _Text]:
    """The stored text of every live page by its path of addresses. Lists of requirements have anchors of their own."""
    found: defaultdict[str, dict[str, _Text]] = defaultdict(dict)
    for model in get_page_models():
        if not issubclass(model, BasePage) or issubclass(model, RequirementList):
            continue
        rows = model._default_manager.live().values_list("path", "url_path", "pk", "title", "body_html")
        for place, path, pk, title, html in rows:
            found[place][path] = _Text(pk, title, html)
    return {path: text for place in sorted(found) for path, text in found[place].items()}


def _links(html: str) -> Iterator[tuple[str, str]]:
    for link in _LINK.finditer(html):
        if _HEADING_LINK not in link["tag"]:
            yield unescape(link["href"]), " ".join(unescape(strip_tags(link["words"])).split())


class _Addresses:
    """The addresses of this site's pages."""

    def __init__(self) -> None:
        sites = Site.objects.select_related("root_page")
        self._roots = {site.hostname: site.root_page.url_path for site in sites}
        self._default = next((site.root_page.url_path for site in sites if site.is_default_site), "/")

    def place_of(self, href: str, path: str) -> tuple[str, str]:
        """The path of the page that a link on the page at ``path`` leads to, and the anchor; empty for other sites."""
        parts = urlsplit(href)
        anchor = unquote(parts.fragment)
        if not (parts.scheme or parts.netloc or parts.path):
            return path, anchor
        root = self._roots.get(parts.hostname or "") if parts.netloc else self._default
        if root is None or parts.scheme not in ("", "http", "https") or not parts.path.startswith("/"):
            return "", ""
        local = parts.path.removeprefix("/en") if parts.path.startswith("/en/") else parts.path
        return f"{root.rstrip('/')}/{unquote(local).strip('/')}/".replace("//", "/"), anchor
