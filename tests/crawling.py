"""Follows the links that the site offers to one user, and reads the words that it shows."""

import json
import re
import zoneinfo
from collections import deque
from collections.abc import Iterator
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
    "/en/",
    "/admin/logout/",
    "/konto/logout/",
    "/static/",
    "/media/",
    "/dokumenty/",
    "/admin/sprite/",
    "/wzorce/",
)
TIME_ZONES = zoneinfo.available_timezones()
WORD = re.compile(r"[^\W\d_]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|__[A-Z]+__|<[^>]+>|https?://\S+")


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


@dataclass(slots=True)
class Visit:
    """What was found on one page."""

    address: str
    found_on: str
    status: int
    refused: bool
    english: set[str] = field(default_factory=set)


def crawl(client: Client, start: str, allowed: frozenset[str], *, within: str = "/") -> list[Visit]:
    """Visits one page of each view and type of page, breadth first, by the links of the pages before it.

    Only links of pages below ``within`` are followed. The English interface is not visited.
    """
    queue: deque[tuple[str, str]] = deque([(start, "")])
    seen: set[Any] = set()
    visits = []
    while queue:
        address, found_on = queue.popleft()
        key = _kind(address)
        if key is None or key in seen:
            continue
        seen.add(key)
        response = client.get(address, follow=True)
        last = response.redirect_chain[-1][0] if response.redirect_chain else address
        path, end = urlsplit(address).path, urlsplit(last).path
        refused = response.status_code != 200 or (end != path and (end in ("/admin/", "/konto/login/")))
        visit = Visit(address, found_on, response.status_code, refused)
        visits.append(visit)
        seen.add(_kind(last))
        if "text/html" not in response.get("Content-Type", "") or refused or not end.startswith(within):
            continue
        page = lxml.html.document_fromstring(response.content.decode())
        data = list(_json(page))
        visit.english = {
            f"{word}: {' '.join(text.split())[:60]}"
            for text in shown(page, data)
            if text not in TIME_ZONES
            for word in words(text) & english_words() - allowed
        }
        queue.extend((urljoin(last, link), address) for link in _links(page, data))
    return visits


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
        page = Page.objects.filter(url_path__endswith=parts.path if parts.path != "/" else "/home/").first()
        return "page", type(page.specific) if page else parts.path
    arguments: list[Any] = [value for value in (*match.args, *match.kwargs.values()) if not str(value).isdigit()]
    if match.view_name == "wagtailadmin_pages:edit":
        arguments.append(Page.objects.get(pk=match.kwargs["page_id"]).specific_class)
    return (match.view_name or match._func_path, *arguments)


def _links(page: HtmlElement, data: list[Any]) -> Iterator[str]:
    # A script adds the rows that are chosen in the list to the links of actions on many.
    rows = [row for row in page.xpath("//@data-object-id") if row.isdigit()]
    for link in page.xpath("//a/@href"):
        if link.startswith("/admin/bulk/"):
            yield from [f"{link.partition('?')[0]}?id={rows[0]}"] if rows else []
        elif not link.startswith(("#", "mailto:", "tel:", "javascript:")):
            yield link
    for value in data:
        for key, item in _pairs(value):
            if key == "url" and isinstance(item, str) and item.startswith("/"):
                yield item


def shown(page: HtmlElement, data: list[Any]) -> Iterator[str]:
    """The texts of a page that a user reads or hears, those that scripts show included. ``data`` is its JSON."""
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
    for value in data:
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
