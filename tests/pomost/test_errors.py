"""Error pages in both languages."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from people.models import User
from pomost import urls, views

pytestmark = pytest.mark.django_db


def _denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("not for readers")


handler400, handler403 = "pomost.views.bad_request", "pomost.views.forbidden"
handler404, handler500 = "pomost.views.not_found", "pomost.views.server_error"
urlpatterns = [
    *(path(f"{prefix}denied/", _denied) for prefix in ("", "en/")),
    *(path(f"{prefix}suspicious/", _suspicious) for prefix in ("", "en/")),
    path("broken/", _broken),
    *urls.urlpatterns,
]

# As set by the request log in the environment of a request.
NUMBERED: dict[str, Any] = {"pomost.request_id": "abc123"}
HEADINGS = {
    400: "The request could not be understood",
    403: "This page is not open to you",
    404: "There is no such page",
}


@pytest.fixture(autouse=True)
def _failing_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(("address", "status"), [("suspicious/", 400), ("denied/", 403), ("nie-ma/", 404)])
def test_an_error_has_a_page_in_both_languages(client: Client, address: str, status: int) -> None:
    for prefix, language in (("/", "pl"), ("/en/", "en")):
        response = client.get(prefix + address)
        assert response.status_code == status
        assert f'<html lang="{language}">' in response.text
        assert response.text.count("<h1") == 1
        assert "<nav" in response.text
    assert HEADINGS[status] in response.text


def test_a_form_without_its_token_says_so_and_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/konto/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert response.context["csrf_failure"] is True
    response = client.post("/en/konto/login/", {"login": "a@example.org", "password": "x"})
    assert "This form is out of date" in response.text


def test_a_form_of_somebody_who_signed_in_elsewhere_gives_back_what_they_typed() -> None:
    user = User.objects.create_user("osoba@example.org")
    for address, typed in (("/prace/1/", {"text": "Praca <b>"}), ("/grupy/prace/1/", {"comment": "Popraw <b>"})):
        client = Client(enforce_csrf_checks=True)
        (written,) = typed.values()
        assert written.replace("<b>", "&lt;b&gt;") not in client.post(f"/en{address}", typed).text
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.post(f"/en{address}", {**typed, "password": "most-nad-rzeka"})
        assert response.status_code == 403
        assert response.headers["X-Token-Refused"] == "1"
        assert "browser’s Back button" in response.text
        assert f"readonly>\n{written.replace('<b>', '&lt;b&gt;')}</textarea>" in response.text
        assert "most-nad-rzeka" not in response.text


def test_a_failure_of_ours_has_a_page_and_tells_nothing_of_itself() -> None:
    client = Client(raise_request_exception=False, **NUMBERED)
    response = client.get("/broken/")
    assert response.status_code == 500
    assert "Coś się u nas zepsuło" in response.text
    assert "Something broke on our side" in response.text
    assert "abc123" in response.text
    assert "not for readers" not in response.text


@pytest.mark.parametrize("address", ["/suspicious/", "/denied/"])
def test_the_number_of_the_event_is_told(client: Client, address: str) -> None:
    assert "abc123" in Client(**NUMBERED).get(address).text
    assert "<code>" not in client.get(address).text


def test_a_page_about_an_error_outlives_the_database(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any, **_kwargs: Any) -> HttpResponse:
        raise DatabaseError

    monkeypatch.setattr(views, "render", gone)
    response = views.not_found(rf.get("/x/"), Exception())
    assert response.status_code == 404
    assert "Coś się u nas zepsuło" in response.text


def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example.com"}).status_code == 400
