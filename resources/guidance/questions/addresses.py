"""Addresses of the forms about a page and of the page of answers."""

from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page

from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.routing import site_of
from resources.guidance.questions.models import Kind

PATHS = {Kind.QUESTION: "pytanie", Kind.ERROR: "zglos-blad", Kind.MISSING: "czego-brakuje"}
RATING = "ocena"
PART = "czesc"
THEME = "temat"


def form_url(request: HttpRequest, page: Page, kind: Kind, *, anchor: str = "") -> str:
    """The address of a form about a page, or about the section with this anchor."""
    address = f"{page.get_url(request) or '/'}{PATHS[kind]}/"
    return f"{address}?{urlencode({PART: anchor})}" if anchor else address


def rating_url(request: HttpRequest, page: Page) -> str:
    return f"{page.get_url(request) or '/'}{RATING}/"


def answers_url(request: HttpRequest, *, theme: int | None = None) -> str:
    """The address of the page of answers of this site, for one guide; "" where there is no such page."""
    from resources.guidance.questions.pages import QuestionsPage  # which is a model too

    site = site_of(request)
    if site is None:
        return ""

    def find() -> str:
        page = QuestionsPage.objects.live().public().descendant_of(site.root_page).order_by("path").first()
        return (page.get_url(request) or "") if page is not None else ""

    found = cached(("page of answers", site.root_page.path, language_key()), find)
    return f"{found}?{urlencode({THEME: theme})}" if found and theme else found
