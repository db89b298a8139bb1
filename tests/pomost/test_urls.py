"""URLs that must not exist: a second sign-in page, a second URL of each page."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from pomost.models import HomePage
from pomost.wsgi import application
from tests.builders import make_page
from tests.pomost.wsgi import ask

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/_util/_util/login/", "/en/_util/_util/login/"])
def test_there_is_one_sign_in_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    response = client.post(address, {"username": "admin@example.org", "password": "cokolwiek-dlugiego"})
    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_sign_in_leads_to_ours(client: Client, method: str) -> None:
    response = getattr(client, method)("/_util/login/?next=/strona/")
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/strona/")


def test_no_page_has_a_second_address(client: Client, home: HomePage) -> None:
    make_page(home, "Strona")
    assert client.get("/strona/").status_code == 200
    for address in ("/_util/", "/_util/strona/", "/en/_util/strona/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_a_restricted_page_still_asks(client: Client, home: HomePage, kind: str) -> None:
    page = make_page(home, "Strona")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="most")
    response = client.get("/strona/")
    if kind == PageViewRestriction.LOGIN:
        assert response["Location"].startswith(reverse("account_login"))
    else:
        assert reverse("wagtailcore_authenticate_with_password", args=[page.view_restrictions.get().pk, page.pk]) in (
            response.content.decode()
        )


@pytest.mark.parametrize("script_name", ["//evil.example", "/podstawione"])
def test_no_visitor_puts_words_before_the_links(django: Any, home: HomePage, script_name: str) -> None:
    make_page(home, "Strona")
    environ: dict[str, Any] = {"SCRIPT_NAME": script_name}

    def as_gunicorn_passes_it(given: dict[str, Any], start_response: Any) -> Any:
        return application({**given, **environ, "wsgi.errors": io.StringIO()}, start_response)

    answer = ask(as_gunicorn_passes_it, "/strona/")
    assert answer.status == 200
    assert script_name.encode() not in answer.body
