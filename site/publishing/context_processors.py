"""What the frame of every page needs, without asking who reads it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from publishing.access import has_session
from publishing.generation import remember
from publishing.models import FooterSettings
from publishing.routing import site_root_path

OTHER_LANGUAGE = {"pl": ("en", "English"), "en": ("pl", "Polski")}


def _navigation(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    site = Site.find_for_request(request)
    root = site.root_page if site else Page.objects.filter(depth=2).first()
    menu, footer = [], []
    if root is not None:
        children = root.get_children().live().specific()
        for child in children.in_menu():
            title = getattr(child, "short_title", "") or child.title
            menu.append({"title": title, "url": child.get_url(request) or ""})
    note = ""
    if site is not None:
        settings_row = FooterSettings.for_site(site)
        note = settings_row.note
        footer = [
            {"title": link.page.title, "url": link.page.get_url(request) or "", "at_signup": link.at_signup}
            for link in settings_row.links.select_related("page")
            if link.page.live
        ]
    at_signup = [item for item in footer if item["at_signup"]]
    return {"menu": menu, "footer": footer, "at_signup": at_signup, "note": note}  # type: ignore[dict-item]


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell``: navigation, footer, language, and whether a session came; see ``docs/architecture.md``."""
    language = get_language() or settings.LANGUAGE_CODE
    language = "en" if language.startswith("en") else "pl"
    frame: dict[str, Any] = remember(("navigation", site_root_path(request), language), lambda: _navigation(request))
    path = request.path
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    code, name = OTHER_LANGUAGE[language]
    return {
        "shell": {
            "navigation": [
                {**item, "current": bool(item["url"]) and path.startswith(item["url"])} for item in frame["menu"]
            ],
            "footer_links": frame["footer"],
            "signup_links": frame["at_signup"],
            "footer_note": frame["note"],
            "signed_in": has_session(request) and request.user.is_authenticated if hasattr(request, "user") else False,
            "language": language,
            "other_language": {"code": code, "name": name, "url": f"/en{bare}" if code == "en" else (bare or "/")},
        }
    }
