"""What may not be read is found neither on the page nor by suggestions nor by the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from pomost.models import HomePage
from publishing import public_cache
from search.models import Section
from tests.builders import downloads, make_page, signed_in
from tests.coursework.factories import WrittenAssignmentFactory, handed_in, upload

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
OPEN = {"Tajemnica jawna", "Tajemnica z pliku"}


@pytest.fixture
def secrets(home: HomePage, make_document: Make) -> Group:
    """Pages and documents, the word in the titles and the texts of all; the group that may open one of them."""
    Section.objects.all().delete()
    group = Group.objects.create(name="Wtajemniczeni")
    text = "Tajemnica."
    make_page(home, "Tajemnica jawna", text)
    make_page(home, "Tajemnica szkicu", text, live=False)
    make_page(home, "Tajemnica zdjęta", text).unpublish()
    changed = make_page(home, "Zwykła", "Nic.")
    changed.title = "Tajemnica zmiany"
    changed.save_revision()
    for title, kind in (("logowania", "login"), ("hasła", "password"), ("grupy", "groups")):
        page = make_page(home, f"Tajemnica {title}", text)
        make_page(page, f"Tajemnica pod {title}", text)
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sezam")
        if kind == "groups":
            restriction.groups.add(group)
    make_document("Tajemnica z pliku", text)
    closed = Collection.objects.get(depth=1).add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    make_document("Tajemnica z kolekcji", text, collection=closed)
    lost = make_document("Tajemnica bez strony", text)
    page = home.get_children().get(slug=f"pobierz-{lost.pk}").specific
    page.body = page.body.stream_block.to_python(downloads())
    page.save_revision().publish()
    handed_in(
        WrittenAssignmentFactory(title="Tajemnica zadania"), text=text, file=upload("tajemnica.txt", b"Tajemnica")
    )
    public_cache.clear()
    return group


def found(client: Client) -> list[set[str]]:
    """The titles with the word that the page, the suggestions and the API give."""
    page = client.get("/szukaj/", {"q": "tajemnica"})
    suggestions = client.get("/szukaj/podpowiedzi/", {"q": "tajem"})
    answer = client.get("/api/szukaj/", {"q": "tajemnica"})
    listed = client.get("/szukaj/podpowiedzi/lista/", {"q": "tajem"})
    assert [one.status_code for one in (page, suggestions, answer, listed)] == [200] * 4
    titles = [
        {result.title for result in page.context["results"]},
        {one["title"] for one in suggestions.json()["suggestions"]},
        {result["title"] for result in answer.json()["results"]},
        set(listed.json()[1]),
    ]
    return [{title for title in one if title.startswith("Tajemnica")} for one in titles]


BEHIND_SIGN_IN = {"Tajemnica logowania", "Tajemnica pod logowania"}
BEHIND_GROUP = {"Tajemnica grupy", "Tajemnica pod grupy"}


@pytest.mark.usefixtures("secrets")
def test_a_visitor_finds_what_is_public(client: Client) -> None:
    assert found(client) == [OPEN] * 4


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("role", [None, TRAINER, COORDINATOR, REVIEWER, EDITOR])
def test_people_with_an_account_find_what_a_sign_in_opens(role: str | None) -> None:
    assert found(signed_in(*([role] if role else []))) == [OPEN | BEHIND_SIGN_IN] * 4


def test_a_member_of_the_group_finds_what_it_may_open(secrets: Group) -> None:
    client = signed_in(secrets.name)
    assert found(client) == [OPEN | BEHIND_SIGN_IN | BEHIND_GROUP] * 4
    client.logout()
    assert found(client) == [OPEN] * 4


@pytest.mark.usefixtures("secrets")
def test_the_password_of_a_page_opens_it_to_search(client: Client) -> None:
    restriction = PageViewRestriction.objects.get(restriction_type="password", page__title="Tajemnica hasła")
    address = f"/_util/authenticate_with_password/{restriction.pk}/{restriction.page_id}/"
    client.post(address, {"password": "sezam", "return_url": "/"})
    assert found(client) == [OPEN | {"Tajemnica hasła", "Tajemnica pod hasła"}] * 4
    assert found(Client()) == [OPEN] * 4
