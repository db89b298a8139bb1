"""The home page, the English interface, and what every public page has in common."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from pomost.models import HomePage
from resources.guidance.models import Chapter
from tests.builders import hide_other_pages
from tests.courses_tree import catalogue, make_course, make_programme


@pytest.mark.django_db
@pytest.mark.usefixtures("chapters")
@pytest.mark.parametrize("address", ["/", "/poradniki/poradnik/drugi-temat/", "/szkolenia/"])
def test_an_anonymous_page_sets_no_cookie_and_is_marked_the_same_for_everybody(client: Client, address: str) -> None:
    catalogue()
    response = client.get(address)
    assert dict(response.cookies) == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert response.status_code == 200
    assert response.wsgi_request.META["pomost.cacheable"] == Site.objects.get().pk


@pytest.mark.django_db
@pytest.mark.usefixtures("chapters")
def test_the_english_interface_stands_under_its_own_addresses(client: Client) -> None:
    polish, english = client.get("/poradniki/").content.decode(), client.get("/en/poradniki/").content.decode()
    assert '<html lang="pl">' in polish
    assert '<html lang="en">' in english
    assert "Przejdź do treści" in polish
    assert "Skip to content" in english
    assert 'href="/en/poradniki/poradnik/"' in english


@pytest.mark.django_db
@pytest.mark.usefixtures("chapters")
def test_the_english_interface_says_what_is_in_polish_and_marks_it(client: Client, home: HomePage) -> None:
    hide_other_pages(home)
    polish, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    note = "Guides, courses and news are written in Polish."
    assert (note in english, note in polish) == (True, False)
    assert '<ul class="nav-list" lang="pl">' in english
    assert '<span lang="pl">Drugi temat</span>' in english
    assert ' lang="pl"' not in polish.partition("<body>")[2]


@pytest.mark.django_db
def test_the_home_page_offers_programmes_before_courses(client: Client, home: HomePage) -> None:
    hide_other_pages(home)
    make_programme("Cykl próbny", *(make_course(f"Kurs {number}", lessons=1) for number in (1, 2, 3)))
    response = client.get("/")
    assert [(item.title, item.courses_count) for item in response.context["programmes"]] == [("Cykl próbny", 3)]
    assert [item.title for item in response.context["courses"]] == ["Kurs 1", "Kurs 2", "Kurs 3"]
    html = response.content.decode()
    assert html.index("Cykl próbny</span>") < html.index("Kurs 1</span>")


@pytest.mark.django_db
def test_the_home_page_tells_the_lessons_of_a_course_without_hours(client: Client, home: HomePage) -> None:
    hide_other_pages(home)
    make_course("Kurs bez godzin", lessons=3)
    html = client.get("/").content.decode()
    assert re.findall(r"<span>Kurs bez godzin</span> <span class=\"meta\">([^<]+)</span>", html) == ["3 lekcje"]


@pytest.mark.django_db
def test_an_unknown_address_and_a_draft_are_not_found(client: Client, chapters: list[Chapter]) -> None:
    address = chapters[0].get_url() or ""
    assert client.get(address).status_code == 200
    chapters[0].unpublish()
    assert client.get(address).status_code == 404
    assert client.get("/nie-ma-takiej-strony/").status_code == 404


@pytest.mark.django_db
def test_whoever_tries_the_site_sees_the_page_that_visitors_see(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert "Using the URLconf" in client.get("/nie-ma-takiej-strony/").content.decode()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "pomost.views.NotFoundPageMiddleware"]
    response = Client().get("/nie-ma-takiej-strony/")
    assert response.status_code == 404
    assert response.templates[0].name == "404.html"
