"""The handbook on the pages of trainers and coordinators."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from editing.handbook import TRAINERS, text_of
from people.roles import COORDINATOR, TRAINER
from tests.builders import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [TRAINER, COORDINATOR])
def test_those_who_run_groups_find_the_handbook_where_they_start(role: str) -> None:
    client = signed_in(role)
    address = reverse("coursework:handbook")
    start = BeautifulSoup(client.get(reverse("coursework:queue"), follow=True).content, "html.parser")
    assert [link.get_text(strip=True) for link in start.select(f'main a[href="{address}"]')] == ["Podręcznik"]
    text = text_of(TRAINERS, address_of=lambda _label: "")
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert [head.get_text(strip=True) for head in soup.select("h1")] == [text.title.replace(" i ", " i\xa0")]
    assert [link["href"] for link in soup.select(".rail a")] == [f"#{heading.anchor}" for heading in text.headings]


def test_learners_do_not_open_it() -> None:
    assert signed_in().get(reverse("coursework:handbook")).status_code == 403


def test_saved_comments_are_found_while_nothing_waits() -> None:
    page = signed_in(TRAINER).get(reverse("coursework:queue")).content.decode()
    assert f'href="{reverse("coursework:saved_comments")}"' in page
