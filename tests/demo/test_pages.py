"""Every page of the demo, as a visitor and as a learner."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from demo import people

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
def test_the_methodology_says_of_validation_what_its_source_says(client: Client) -> None:
    html = client.get("/metodologia/").content.decode()
    assert "Poddawana walidacji" in html
    assert "zwalidowan" not in html


@pytest.mark.django_db
def test_the_home_page_offers_the_programme_before_its_courses(client: Client) -> None:
    response = client.get("/")
    programmes = [(item.title, item.courses_count) for item in response.context["programmes"]]
    assert programmes == [("Model współpracy", 3), ("Warsztaty przedsiębiorczości społecznej", 5)]
    html = response.content.decode()
    assert html.index("Model współpracy</span>") < html.index("Współtworzenie polityk publicznych</span>")
