"""A page that is moved or renamed: the editor sees which pages link to it before, and old addresses lead on after."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from people.roles import EDITOR
from pomost.models import HomePage
from publishing.impact import Impact, impact_of_draft, impact_of_move
from publishing.models import StandardPage
from tests.builders import hide_other_pages, make_page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(home: HomePage) -> StandardPage:
    hide_other_pages(home)
    return make_page(home, "Umowa")


@pytest.fixture
def linking(home: HomePage, target: StandardPage) -> list[StandardPage]:
    """One page chose the target, one typed its address with two places, one names it without a link."""
    return [
        make_page(home, "Wybrany", f'<a linktype="page" id="{target.pk}">umowa</a>'),
        make_page(home, "Wpisany", '<a href="/umowa/#kara">kara</a> <a href="https://testserver/umowa/#termin">t</a>'),
        make_page(home, "Bez linku", "Adres /umowa/#kara i <a href='/umowa-inna/#x'>inny</a>."),
    ]


def named(impacts: list[Impact]) -> list[tuple[int, list[tuple[str, str]]]]:
    return [
        (impact.count, [(detail.title, detail.note.replace("\xa0", " ")) for detail in impact.details])
        for impact in impacts
    ]


WANTED = [(1, []), (1, [("Wybrany", "")]), (1, [("Wpisany", "do miejsc: #kara, #termin")])]


def renamed(page: StandardPage, slug: str) -> StandardPage:
    page.slug = slug
    page.save_revision()
    page.refresh_from_db()
    return page


def test_a_move_lists_who_links_there_and_to_which_places(
    home: HomePage, target: StandardPage, linking: list[StandardPage]
) -> None:
    destination = make_page(home, "Dział")
    assert named(impact_of_move([target], destination)) == WANTED
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[target.pk, destination.pk])
    html = signed_in(EDITOR).get(confirm).text
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[linking[1].pk])}"' in html
    assert "#kara, #termin" in html


def test_a_new_address_is_told_before_it_is_published(target: StandardPage, linking: list[StandardPage]) -> None:
    draft = renamed(target, "umowa-o-prace")
    assert named(impact_of_draft(draft.get_latest_revision_as_object())) == WANTED
    html = signed_in(EDITOR).get(reverse("wagtailadmin_pages:edit", args=[target.pk])).text
    assert "#kara, #termin" in html


def test_other_changes_tell_nothing(target: StandardPage, linking: list[StandardPage]) -> None:
    target.title = "Umowy"
    assert impact_of_draft(target) == []


def test_old_addresses_lead_on_after_a_new_name_and_after_a_move(
    home: HomePage, client: Client, target: StandardPage, django_capture_on_commit_callbacks: Any
) -> None:
    assert client.get("/umowa/").status_code == 200, "read, and so cached, before"
    with django_capture_on_commit_callbacks(execute=True):
        renamed(target, "umowa-o-prace").get_latest_revision().publish()
    assert (client.get("/umowa/").status_code, client.get("/umowa/")["Location"]) == (301, "/umowa-o-prace/")
    destination = make_page(home, "Dział")
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=target.pk).move(Page.objects.get(pk=destination.pk), pos="last-child")
    moved = {old: client.get(old, follow=True).redirect_chain[-1][0] for old in ("/umowa/", "/umowa-o-prace/")}
    assert set(moved.values()) == {"/dzial/umowa-o-prace/"}


def test_the_list_of_links_takes_the_same_queries_however_many_pages(
    home: HomePage, target: StandardPage, linking: list[StandardPage], django_assert_max_num_queries: Any
) -> None:
    destination = make_page(home, "Dział")
    with django_assert_max_num_queries(35):  # one for each type of page, and some of the frame
        impact_of_move([target], destination)
