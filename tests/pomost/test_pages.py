"""Every page of the demo, as a visitor and as a learner."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from courses.catalogue.models import Course
from demo import people
from tests.courses_tree import make_course

OTHER_ADDRESSES = ["/szukaj/", "/szukaj/?q=wolontariusz", "/konto/login/", "/konto/signup/", "/konto/password/reset/"]
OWN_ADDRESSES = ["/moja-nauka/", "/konto/email/", "/konto/password/change/", "/konto/2fa/"]

LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|object|embed)\b[^>]*?(?:src|srcset|data)=["']https?://"""
    r"""|<link\b[^>]*rel=["'](?:stylesheet|preload|icon|manifest)["'][^>]*href=["']https?://"""
)


def live_addresses() -> list[str]:
    return [page.get_url() for page in Page.objects.live().filter(depth__gt=1)]


def assert_house_rules(html: str, address: str) -> None:
    assert len(re.findall(r"<h1[\s>]", html)) == 1, address
    assert not LOADED.search(html), address
    assert not re.search(r"""<[a-z][^>]*\s(?:style|on[a-z]+)=["']""", html), address
    scripts = re.findall(r"<script\b([^>]*)>", html)
    assert all("src=" in attributes or "application/ld+json" in attributes for attributes in scripts), address
    assert "<style" not in html, address
    assert re.search(r"<title>[^<]+</title>", html), address


@pytest.mark.django_db
def test_every_page_answers_a_visitor_by_the_rules_of_the_house(client: Client) -> None:
    addresses = live_addresses() + OTHER_ADDRESSES
    assert len(addresses) > 50
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert_house_rules(response.content.decode(), address)


@pytest.mark.django_db
def test_every_page_answers_a_learner_by_the_rules_of_the_house(
    client_of: Callable[[people.Persona], Client],
) -> None:
    client = client_of(people.LEARNER)
    for address in live_addresses() + OWN_ADDRESSES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert_house_rules(response.content.decode(), address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/poradniki/praca-a-trzeci-sektor/wolontariusze/", "/szkolenia/"])
def test_an_anonymous_page_sets_no_cookie_and_is_marked_the_same_for_everybody(client: Client, address: str) -> None:
    response = client.get(address)
    assert dict(response.cookies) == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert response.wsgi_request.META["pomost.cacheable"] == Site.objects.get().pk


@pytest.mark.django_db
def test_the_english_interface_stands_under_its_own_addresses(client: Client) -> None:
    polish, english = client.get("/poradniki/").content.decode(), client.get("/en/poradniki/").content.decode()
    assert '<html lang="pl">' in polish
    assert '<html lang="en">' in english
    assert "Przejdź do treści" in polish
    assert "Skip to content" in english
    assert 'href="/en/poradniki/praca-a-trzeci-sektor/"' in english


@pytest.mark.django_db
def test_the_english_interface_says_what_is_in_polish_and_marks_it(client: Client) -> None:
    polish, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    note = "Guides, courses and news are written in Polish."
    assert (note in english, note in polish) == (True, False)
    assert '<ul class="nav-list" lang="pl">' in english
    assert '<span lang="pl">Wolontariusze</span>' in english
    assert ' lang="pl"' not in polish.partition("<body>")[2]


@pytest.mark.django_db
def test_the_home_page_offers_programmes_before_courses(client: Client) -> None:
    context = client.get("/").context
    assert [(item.title, item.courses_count) for item in context["programmes"]] == [("Model współpracy", 3)]
    html = client.get("/").content.decode()
    assert html.index("Model współpracy</span>") < html.index("Współtworzenie polityk publicznych</span>")


@pytest.mark.django_db
def test_the_home_page_tells_the_lessons_of_a_course_without_hours(client: Client) -> None:
    Course.objects.all().unpublish()
    make_course("Kurs bez godzin", lessons=3)
    html = client.get("/").content.decode()
    assert re.findall(r"<span>Kurs bez godzin</span> <span class=\"meta\">([^<]+)</span>", html) == ["3 lekcje"]


@pytest.mark.django_db
def test_an_unknown_address_and_a_draft_are_not_found(client: Client) -> None:
    page = Page.objects.get(slug="wolontariusze")
    address = page.get_url()
    page.specific.unpublish()
    assert client.get(address).status_code == 404
    assert client.get("/nie-ma-takiej-strony/").status_code == 404


@pytest.mark.django_db
def test_whoever_tries_the_site_sees_the_page_that_visitors_see(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert "Using the URLconf" in client.get("/nie-ma-takiej-strony/").content.decode()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "pomost.views.NotFoundAsVisitorsSeeIt"]
    response = Client().get("/nie-ma-takiej-strony/")
    assert response.status_code == 404
    assert response.templates[0].name == "404.html"
