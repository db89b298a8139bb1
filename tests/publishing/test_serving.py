"""Pages are served through Wagtail's hooks, and requests do not share changes to a page object."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail import hooks
from wagtail.models import Page

from publishing.models import FooterSettings
from publishing.routing import find_live_page
from publishing.views import CACHEABLE, foreign_serve_hooks
from resources.guidance.models import Chapter
from tests.builders import heading, prose

CHAPTER = "/poradniki/poradnik/drugi-temat/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("chapters")]


def stop(page: Page, request: HttpRequest, *_arguments: Any) -> HttpResponse | None:
    return HttpResponse("zatrzymana", status=418) if request.headers.get("X-Stop") else None


def counted(callback: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def inner(page: Page, request: HttpRequest, *arguments: Any) -> HttpResponse:
        response = callback(page, request, *arguments)
        response["X-Counted"] = page.slug
        return response

    return inner


def test_a_page_of_a_site_without_a_footer_is_served_without_writing(client: Client) -> None:
    FooterSettings.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(CHAPTER).status_code == 200
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert not FooterSettings.objects.exists()


def test_a_hook_before_a_page_may_answer_in_its_place(client: Client) -> None:
    with hooks.register_temporarily("before_serve_page", stop):
        assert client.get(CHAPTER, headers={"X-Stop": "1"}).status_code == 418
        assert client.get(CHAPTER).status_code == 200


def test_a_hook_around_a_page_runs_without_a_restriction(client: Client) -> None:
    with hooks.register_temporarily("on_serve_page", counted):
        assert client.get(CHAPTER)["X-Counted"] == "drugi-temat"


@pytest.mark.parametrize(("name", "hook"), [("before_serve_page", stop), ("on_serve_page", counted)])
def test_a_page_that_a_hook_of_an_app_serves_is_not_kept_in_front(client: Client, name: str, hook: Any) -> None:
    assert foreign_serve_hooks() == []
    with hooks.register_temporarily(name, hook):
        assert foreign_serve_hooks() == [f"{__name__}.{hook.__name__}"]
        assert CACHEABLE not in client.get(CHAPTER).wsgi_request.META
        hook.allows_page_cache = True
        try:
            assert CACHEABLE in client.get(CHAPTER).wsgi_request.META
        finally:
            del hook.allows_page_cache


def test_what_one_request_does_to_a_stream_reaches_no_other(caching: None, chapters: list[Chapter]) -> None:
    chapters[1].body = [*heading("Nagłówek"), *prose("Tekst")]
    chapters[1].save()

    def page() -> Any:
        return find_live_page(RequestFactory().get("/"), CHAPTER)

    first, second = page(), page()
    first.body[0].value["text"] = "Cudze"
    first.body.raw_data[0]["value"] = "Cudze"
    assert [child.body[0].value["text"] for child in (second, page())] == ["Nagłówek", "Nagłówek"]
    assert "Cudze" not in str(page().body.raw_data[0])


def test_a_page_that_is_read_again_asks_the_database_nothing(client: Client, caching: None) -> None:
    client.get(CHAPTER)
    with CaptureQueriesContext(connection) as captured:
        client.get(CHAPTER)
    assert [query["sql"] for query in captured] == []
