"""Follows the links that the site offers to one user, and reads the words that it shows."""

import html
import json
import re
import zoneinfo
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.apps import apps
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.urls import resolve
from lxml.html import HtmlElement
from wagtail.models import Page

from pomost.setup import translations

SHOWN_ATTRIBUTES = ("aria-label", "aria-description", "title", "placeholder", "alt")
# Attributes from which a script of the admin takes words to show.
SHOWN_BY_SCRIPT = re.compile(r"^data-.*(message|label|title|content-value|active-value|text|placeholder)(-value)?$")
# Keys of JSON in attributes, and of the sidebar, whose values are shown.
SHOWN_KEYS = {"label", "labels", "help_text", "helpText", "description", "title", "name_label", "placeholder"}
NOT_PAGES = (
    "/admin/logout/",
    "/konto/logout/",
    "/static/",
    "/media/",
    "/dokumenty/",
    "/admin/sprite/",
    "/wzorce/",
)
# Addresses of choosers and dialogs, which scripts open; they are in attributes, in JSON and in inline scripts.
MODAL = re.compile(r"""["'](/admin/(?:[\w-]+/)*(?:choose[\w-]*|chooser|privacy|confirm_cancellation)/[\w/]*)["']""")
TIME_ZONES = zoneinfo.available_timezones()
WORD = re.compile(r"[^\W\d_]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|__[A-Z]+__|<[^>]+>|https?://\S+")

ANSWERED = (200, 202)
"""202: a page that says that the file of a guide is being made."""


Foreign = Callable[[str], set[str]]
"""Finds in a text what the interface of a language may not show."""


@cache
def words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in WORD.findall(PLACEHOLDER.sub(" ", text)) if len(word) > 2)


def _texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _catalogues(language: str) -> Iterator[Path]:
    """The catalogues of all installed packages except the project's, and of Django itself."""
    import django

    roots = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    for root in roots:
        yield from (root / "locale" / language / "LC_MESSAGES").glob("*.po")


@cache
def english_words() -> frozenset[str]:
    """Words of the English messages of every package that are no words of our Polish ones.

    Wagtail's Polish counts too where we do not correct it, but no word that it took from its English: "slug" stays
    English even if our correction were lost.
    """
    polish: set[str] = set()
    english: set[str] = set()
    corrected: set[Any] = set()
    for path in translations.catalogues(settings.ROOT):
        for message in translations.read(path):
            if message.id:
                corrected.add(translations.key(message))
                polish |= {word for text in _texts(message.string) for word in words(text)}
                english |= {word for text in _texts(message.id) for word in words(text)}
    for path in _catalogues("en"):
        for message in translations.read(path):
            english |= {word for text in _texts(message.id) for word in words(text)}
    for path in _catalogues("pl"):
        if "wagtail" not in path.parts:
            continue  # Django's Polish keeps words such as "slug"
        for message in translations.read(path):
            if message.id and translations.key(message) not in corrected:
                taken = {word for text in _texts(message.id) for word in words(text)}
                polish |= {word for text in _texts(message.string) for word in words(text)} - taken
    return frozenset(english - polish)


@cache
def polish_messages() -> frozenset[str]:
    """Our Polish messages without placeholders that are no English ones and no titles of pages of the demo."""
    polish: set[str] = set()
    english: set[str] = set()
    for message in translations.read(settings.ROOT / "locale/pl/LC_MESSAGES/django.po"):
        if message.id:
            polish |= {_plain(text) for text in _texts(message.string) if not PLACEHOLDER.search(text)}
            english |= {_plain(text) for text in _texts(message.id)}
    titles = {_plain(title) for title in Page.objects.values_list("title", flat=True)}
    return frozenset(text for text in polish - english - titles if words(text))


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def words_among(unknown: frozenset[str]) -> Foreign:
    """Finds those words in a text, each with the beginning of the text."""
    return lambda text: {f"{word}: {' '.join(text.split())[:60]}" for word in words(text) & unknown}


def whole_messages(messages: frozenset[str]) -> Foreign:
    """Finds a text that is one of the messages."""
    return lambda text: {text} if _plain(text) in messages else set()


@dataclass(slots=True)
class Visit:
    """What was found on one page; ``foreign``: what is of another language; ``html``: the page, if it is one."""

    address: str
    found_on: str
    status: int
    refused: bool
    foreign: set[str] = field(default_factory=set)
    html: str = ""


def crawl(client: Client, start: str, foreign: Foreign, *, within: str = "/") -> list[Visit]:
    """Visits one page of each view and type of page, breadth first, by the links of the pages before it.

    Only links of pages below ``within`` are followed; the English interface is visited only from a ``start`` in it.
    """
    queue: deque[tuple[str, str]] = deque([(start, "")])
    seen: set[Any] = set()
    addresses: set[str] = set()  # every page repeats the links of its menus
    visits = []
    english = start.startswith("/en/")
    while queue:
        address, found_on = queue.popleft()
        if address in addresses or urlsplit(address).path.startswith("/en/") != english:
            continue
        addresses.add(address)
        key = _kind(address)
        if key is None or key in seen:
            continue
        seen.add(key)
        response = client.get(address, follow=True)
        last = response.redirect_chain[-1][0] if response.redirect_chain else address
        path, end = urlsplit(address).path, urlsplit(last).path
        refused = response.status_code not in ANSWERED or (end != path and (end in ("/admin/", "/konto/login/")))
        visit = Visit(address, found_on, response.status_code, refused)
        visits.append(visit)
        seen.add(_kind(last))
        page = None if response.streaming else _page(response)
        if response.streaming:
            response.getvalue()  # which closes the file
        if page is None or refused or not end.startswith(within):
            continue
        visit.html = page if "text/html" in response["Content-Type"] else ""
        document = lxml.html.document_fromstring(page)
        # Content in the other language says so.
        for element in document.xpath(f"//*[@lang='{'pl' if english else 'en'}' and not(self::html)]"):
            element.drop_tree()
        values = list(_json(document))
        for text in shown(document, values):
            if text not in TIME_ZONES:
                visit.foreign |= foreign(text)
        queue.extend((urljoin(last, link), address) for link in (*_links(document, values), *_modals(page)))
    return visits


def _page(response: Any) -> str | None:
    """The HTML of a response: a page, or what the JSON of a chooser or a dialog holds."""
    kind = response.get("Content-Type", "")
    if "text/html" in kind:
        return str(response.text)
    if "application/json" in kind:
        value = response.json()
        return str(value["html"]) if isinstance(value, dict) and value.get("html") else None
    return None


def _modals(page: str) -> Iterator[str]:
    """The address of the dialog of a page's privacy is there for those too who get no button that opens it."""
    offered = 'dialog-show="set-privacy"' in page
    for address in MODAL.findall(html.unescape(page)):
        if offered or not address.endswith("/privacy/"):
            yield address


def _kind(address: str) -> Any:
    """What an address counts as: its view, and the class of the page that it is about; None if it is not visited."""
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http") or parts.path.startswith(NOT_PAGES):
        return None
    if "export=" in parts.query:
        return None
    try:
        match = resolve(parts.path)
    except Http404:
        return parts.path
    if match.view_name == "wagtail_serve":
        path = parts.path.removeprefix("/en")
        page = Page.objects.filter(url_path__endswith=path if path != "/" else "/home/").first()
        return "page", page.specific_class if page else parts.path
    arguments: list[Any] = [value for value in (*match.args, *match.kwargs.values()) if not str(value).isdigit()]
    if match.view_name == "wagtailadmin_pages:edit":
        arguments.append(Page.objects.get(pk=match.kwargs["page_id"]).specific_class)
    return (match.view_name or match._func_path, *arguments)


def _links(page: HtmlElement, values: Sequence[Any]) -> Iterator[str]:
    # A script adds the rows that are chosen in the list to the links of actions on many.
    rows = [row for row in page.xpath("//@data-object-id") if row.isdigit()]
    for link in page.xpath("//a/@href"):
        if link.startswith("/admin/bulk/"):
            yield from [f"{link.partition('?')[0]}?id={rows[0]}"] if rows else []
        elif not link.startswith(("#", "mailto:", "tel:", "javascript:")):
            yield link
    for value in values:
        for key, item in _pairs(value):
            if key == "url" and isinstance(item, str) and item.startswith("/"):
                yield item


def shown(page: HtmlElement, values: Sequence[Any]) -> Iterator[str]:
    """The texts of a page that a user reads or hears, those that scripts show from its JSON ``values`` included."""
    for parent, text in _text_nodes(page):
        # Wagtail writes "None" into counters that a script fills before it shows them.
        if not (parent.get("hidden") is not None and text.strip() == "None"):
            yield text
    for element in page.iter("*"):
        for attribute, value in element.attrib.items():
            if not value.strip():
                continue
            button = attribute == "value" and element.tag == "input" and element.get("type") in ("submit", "button")
            if button or attribute in SHOWN_ATTRIBUTES or SHOWN_BY_SCRIPT.match(attribute):
                yield value
    for value in values:
        for key, item in _pairs(value):
            if key in SHOWN_KEYS and isinstance(item, str):
                yield _text_of(item) if "<" in item else item


def _text_nodes(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each text with the element that it is in, except those of scripts and styles."""
    for text in root.xpath("//text()[normalize-space() and not(parent::script or parent::style)]"):
        holder = text.getparent()
        yield (holder.getparent() if text.is_tail else holder), str(text)


def _text_of(html: str) -> str:
    return " ".join(text for _parent, text in _text_nodes(lxml.html.fromstring(f"<div>{html}</div>")))


def _json(page: HtmlElement) -> Iterator[Any]:
    for script in page.xpath("//script[@type='application/json']"):
        yield json.loads(script.text or "null")
    for value in page.xpath("//@*[starts-with(name(), 'data-') and (starts-with(., '[') or starts-with(., '{'))]"):
        try:
            yield json.loads(value)
        except ValueError:
            continue


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from _pairs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _pairs(item)
