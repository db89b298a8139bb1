"""The exact content security policy of each kind of page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from people.roles import EDITOR
from pomost.checks import strict_policy
from pomost.models import HomePage
from resources.guidance.models import Chapter
from tests.builders import make_page, signed_in

pytestmark = pytest.mark.django_db

PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PREVIEW = {**PUBLIC, "frame-ancestors": "'self'"}
ADMIN = {
    "default-src": "'none'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
}


def policy(response: Any) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    assert "Content-Security-Policy-Report-Only" not in response
    return {name: sources for name, _space, sources in directives}


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/szukaj/", "/nie-ma-takiej/", "/konto/login/", "/konto/signup/", "/healthz", "/admin"]
)
def test_public_pages_are_closed(client: Client, address: str) -> None:
    assert policy(client.get(address)) == PUBLIC


def test_pages_of_learners_are_closed() -> None:
    client = signed_in()
    for name in ("learning:home", "people:account", "account_email"):
        assert policy(client.get(reverse(name))) == PUBLIC


def test_a_chapter_is_closed(client: Client, chapters: list[Chapter]) -> None:
    response = client.get(chapters[0].get_url() or "")
    assert response.status_code == 200
    assert policy(response) == PUBLIC


def test_the_admin_is_as_closed_as_wagtail_allows(home: HomePage) -> None:
    client, page = signed_in(EDITOR), make_page(home, "Strona")
    for address in ("/admin/", reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("wagtailimages:index")):
        response = client.get(address)
        assert response.status_code == 200
        assert policy(response) == ADMIN


def test_previews_are_public_pages_that_the_editor_may_frame(home: HomePage) -> None:
    client, page = signed_in(is_superuser=True), make_page(home, "Strona")
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert draft.status_code == 200
    assert policy(draft) == PREVIEW
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    kept = client.post(
        address,
        {
            "title": "Podgląd",
            "slug": page.slug,
            "body-count": "0",
            **{
                f"comments-{field}": value
                for field, value in {
                    "TOTAL_FORMS": "0",
                    "INITIAL_FORMS": "0",
                    "MIN_NUM_FORMS": "0",
                    "MAX_NUM_FORMS": "1000",
                }.items()
            },
        },
    )
    assert kept.json()["is_valid"] is True
    shown = client.get(address + "?in_preview_panel=true")
    assert shown.status_code == 200
    assert "Podgląd" in shown.text
    assert policy(shown) == PREVIEW
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_other_headers_that_protect(client: Client) -> None:
    response = client.get("/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert Page.objects.live().count() > 1


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "https:", "data:", "https://cdn.example.com"])
def test_a_looser_public_policy_does_not_pass_the_checks(settings: Any, source: str) -> None:
    assert strict_policy(None) == []
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", source]}}
    (error,) = strict_policy(None)
    assert error.id == "pomost.E001"
    assert source in error.msg
