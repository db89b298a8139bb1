"""Template context of ``base.html``: menu, footer and language, the same for every user."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site

from publishing.access import has_session
from publishing.links import Link
from publishing.models import AccessibilityStatement, FooterSettings
from publishing.public_cache import cached
from publishing.routing import site_root_path

OTHER_LANGUAGE = {"pl": ("en", "English"), "en": ("pl", "Polski")}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the main menu; ``current`` if the requested page is the entry's page or below it."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The requested page in the other language of the interface, with the same query."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class _Navigation:
    """The links of menu and footer, the same for every user."""

    menu: tuple[MenuItem, ...]
    footer: tuple[Link, ...]
    at_signup: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What ``base.html`` shows around a page; ``language`` is that of the interface."""

    navigation: tuple[MenuItem, ...]
    footer_links: tuple[Link, ...]
    signup_links: tuple[Link, ...]
    footer_note: str
    signed_in: bool
    language: str
    other_language: OtherLanguage


def _navigation(request: HttpRequest) -> _Navigation:
    site = Site.find_for_request(request)
    root = site.root_page if site else Page.objects.filter(depth=2).first()
    menu = []
    if root is not None:
        # Deferred: of the pages' own tables, with their texts, only a short title is read.
        for child in root.get_children().live().in_menu().specific(defer=True):
            title = getattr(child, "short_title", "") or child.title
            menu.append(MenuItem(title=title, url=child.get_url(request) or ""))
    note, footer, at_signup = "", [], []
    # Not FooterSettings.for_site(), which inserts a missing row: reading a page must not write.
    settings_row = FooterSettings.objects.filter(site=site).first()
    if settings_row is not None:
        note = settings_row.note
        for row in settings_row.links.select_related("page"):
            if row.page.live:
                link = Link(row.page.title, row.page.get_url(request) or "")
                footer.append(link)
                at_signup += [link] if row.at_signup else []
    # The law wants it linked from every page: also where it was moved, or nobody put it into the footer.
    statement = AccessibilityStatement.objects.live().public().descendant_of(root).first() if root else None
    if statement is not None:
        link = Link(statement.title, statement.get_url(request) or "")
        footer += [link] if link not in footer else []
    return _Navigation(menu=tuple(menu), footer=tuple(footer), at_signup=tuple(at_signup), note=note)


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell``: navigation, footer, language, and whether the request has a session cookie.

    Made on first use: the admin, and every template that is a part of a page, gets this context and does not use it.
    """
    language = get_language() or settings.LANGUAGE_CODE
    language = "en" if language.startswith("en") else "pl"
    return {"shell": SimpleLazyObject(lambda: _shell(request, language))}


def _shell(request: HttpRequest, language: str) -> Shell:
    frame = cached(("navigation", site_root_path(request), language), lambda: _navigation(request))
    path = request.path
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    code, name = OTHER_LANGUAGE[language]
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return Shell(
        navigation=tuple(replace(item, current=bool(item.url) and path.startswith(item.url)) for item in frame.menu),
        footer_links=frame.footer,
        signup_links=frame.at_signup,
        footer_note=frame.note,
        signed_in=hasattr(request, "user") and has_session(request) and request.user.is_authenticated,
        language=language,
        other_language=OtherLanguage(
            code=code, name=name, url=(f"/en{bare}" if code == "en" else (bare or "/")) + query
        ),
    )
