"""Shared passwords of pages and documents: the form, and the limit of attempts."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from pomost.models import HomePage
from publishing.models import PomostDocument, StandardPage
from resources.guidance.models import Chapter
from tests.builders import downloads, make_page

pytestmark = pytest.mark.django_db

PASSWORD = "wspolne-haslo"


@pytest.fixture
def chapter(chapters: list[Chapter]) -> Chapter:
    """A chapter of a guide that has a shared password."""
    PageViewRestriction.objects.create(page=chapters[0].get_parent(), restriction_type="password", password=PASSWORD)
    return chapters[0]


@pytest.fixture
def document(home: HomePage) -> PomostDocument:
    """A document of a collection that has a shared password, on a public page."""
    collection = Collection.objects.get(depth=1).add_child(name="Wewnętrzne")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password=PASSWORD)
    document: PomostDocument = PomostDocument.objects.create(
        title="Notatki", file=ContentFile(b"tresc", name="notatki.txt"), collection=collection
    )
    home.add_child(instance=StandardPage(title="Do pobrania", slug="do-pobrania", body=downloads(document)))
    return document


def form_of(client: Client, address: str) -> dict[str, str]:
    """The action of the form on the page at ``address``, and the URL that it redirects to."""
    form = client.get(address)
    return {"action": form.context["action_url"], "return_url": form.context["form"].initial["return_url"]}


def guess(client: Client, form: dict[str, str], password: str = "zgaduje") -> Any:
    return client.post(form["action"], {"password": password, "return_url": form["return_url"]})


def address_of(target: Page | PomostDocument) -> str:
    return str(target.get_url() if isinstance(target, Page) else target.url)


@pytest.fixture(params=["chapter", "document"])
def protected(request: pytest.FixtureRequest) -> str:
    """The address of something that has a shared password."""
    return address_of(request.getfixturevalue(request.param))


def test_the_right_password_opens_and_a_wrong_one_is_said_to_be_wrong(client: Client, protected: str) -> None:
    form = form_of(client, protected)
    assert form["return_url"] == protected
    wrong = guess(client, form)
    assert wrong.status_code == 422
    assert "Hasło jest nieprawidłowe." in wrong.content.decode()
    assert form["return_url"] in wrong.content.decode()
    right = guess(client, form, PASSWORD)
    assert (right.status_code, right["Location"]) == (302, protected)
    opened = client.get(protected)
    assert opened.status_code == 200
    opened.close()


def test_the_form_is_ours_and_tells_nothing_of_what_it_protects(client: Client, chapter: Chapter) -> None:
    response = client.get(address_of(chapter))
    page = response.content.decode()
    assert "<h1>Ta strona wymaga hasła</h1>" in page
    assert page.count("<h1") == 1
    assert "<title>Ta strona wymaga hasła · Pomost</title>" in page
    for told in (chapter.title, chapter.summary):
        assert told
        assert told not in page
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_form_of_a_document_is_ours(client: Client, document: PomostDocument) -> None:
    page = client.get(document.url).content.decode()
    assert "<h1>Ten plik wymaga hasła</h1>" in page
    assert document.title not in page


def test_guesses_are_few_and_not_even_looked_at_beyond_that(client: Client, protected: str, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"page_password": "3/10m/ip"}
    form = form_of(client, protected)
    answers = [guess(client, form) for _attempt in range(3)]
    answers.append(guess(client, form, PASSWORD))
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    refused = answers[-1]
    assert "Odczekaj dziesięć minut" in refused.content.decode()
    assert refused.context["form"].initial["return_url"] == protected
    assert PASSWORD not in refused.content.decode()
    assert guess(Client(REMOTE_ADDR="192.0.2.7"), form, PASSWORD).status_code == 302


def test_an_office_behind_one_address_comes_in(client: Client, protected: str, settings: Any) -> None:
    """A correct password is not counted."""
    settings.POMOST_RATE_LIMITS = {"page_password": "3/10m/ip"}
    form = form_of(client, protected)
    assert [guess(Client(), form, PASSWORD).status_code for _person in range(5)] == [302] * 5


def test_looking_at_the_form_is_no_attempt(client: Client, protected: str, settings: Any) -> None:
    settings.POMOST_RATE_LIMITS = {"page_password": "1/10m/ip"}
    form = form_of(client, protected)
    assert [client.get(form["action"]).status_code for _look in range(3)] == [200] * 3
    assert guess(client, form, PASSWORD).status_code == 302


@pytest.mark.usefixtures("chapter")
def test_a_form_is_for_a_page_that_the_password_protects(client: Client, home: HomePage) -> None:
    restriction = PageViewRestriction.objects.get()
    other = make_page(home, "Inna strona")
    for page_id in (other.pk, 10**9):
        assert client.get(f"/_util/authenticate_with_password/{restriction.pk}/{page_id}/").status_code == 404
    assert client.get(f"/dokumenty/authenticate_with_password/{10**9}/").status_code == 404
    assert client.get(f"/dokumenty/authenticate_with_password/{10**18}/").status_code == 404
