"""Published answers: beside the section, on the page of questions and answers, and in the search."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import PageViewRestriction

from people import roles
from people.models import User
from pomost.models import HomePage
from resources.guidance.models import Chapter, PublishedAnswer, QuestionsPage
from resources.guidance.questions import services
from resources.guidance.questions.errors import PersonalDataError
from resources.guidance.questions.models import State
from search.models import Section
from tests.builders import signed_in
from tests.guidance.questions.conftest import CHAPTER, Asked, person

pytestmark = pytest.mark.django_db

LIST = "/pytania/"


@pytest.fixture
def listing(home: HomePage, chapter: Chapter) -> QuestionsPage:
    made: QuestionsPage = home.add_child(instance=QuestionsPage(title="Pytania i odpowiedzi", slug="pytania"))
    return made


def publish(by: User, chapter: Chapter, question: str = "Czy na piśmie?", **fields: Any) -> PublishedAnswer:
    made = {"answer": "<p>Tak, na <b>piśmie</b>.</p>", "anchor": "porozumienie", **fields}
    return services.publish_answer(by=by, page=chapter, question=question, **made)


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def shown(page: BeautifulSoup) -> list[list[str]]:
    """The questions after each section, and at the end."""
    return [
        [item.get_text(strip=True).replace("\xa0", " ") for item in end.select("summary")]
        for end in page.select(".section-end")
    ]


def test_an_answer_stands_after_its_section(client: Client, chapter: Chapter, editor: User) -> None:
    publish(editor, chapter)
    publish(editor, chapter, "Czy przed pracą?", anchor="kiedy")
    publish(editor, chapter, "Czy w ogóle?", anchor="nie-ma-takiej")
    publish(editor, chapter, "Niewidoczne?", live=False)
    page = soup(client, CHAPTER)
    assert shown(page) == [["Czy na piśmie?", "Czy przed pracą?"], [], ["Czy w ogóle?"]]
    assert "<b>piśmie</b>" in str(page.select(".answer")[0])
    prose = page.select(".prose")[0]
    assert prose.get_text().index("Przed pracą.") < prose.get_text().index("Tak, na") < prose.get_text().index("Zwróć")


def test_publishing_and_changing_an_answer_renews_a_cached_chapter(
    client: Client,
    chapter: Chapter,
    editor: User,
    caching: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    assert shown(soup(client, CHAPTER)) == [[], []]
    with django_capture_on_commit_callbacks(execute=True):
        answer = publish(editor, chapter)
    assert shown(soup(client, CHAPTER))[0] == ["Czy na piśmie?"]
    with django_capture_on_commit_callbacks(execute=True):
        publish(editor, chapter, "Czy zawsze na piśmie?", known=answer)
    assert shown(soup(client, CHAPTER))[0] == ["Czy zawsze na piśmie?"]
    with django_capture_on_commit_callbacks(execute=True):
        publish(editor, chapter, known=answer, live=False)
    assert shown(soup(client, CHAPTER))[0] == []


def test_what_a_reader_asks_renews_nothing(
    client: Client,
    asked: Asked,
    caching: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.get(CHAPTER)
    with django_capture_on_commit_callbacks(execute=True):
        asked()
    with CaptureQueriesContext(connection) as queries:
        client.get(CHAPTER)
    assert len(queries) <= 2, "where the page is and what it is"


def test_the_page_of_answers_lists_them_by_guide(
    client: Client, listing: QuestionsPage, chapter: Chapter, editor: User
) -> None:
    answer = publish(editor, chapter)
    page = soup(client, LIST)
    assert [heading.get_text() for heading in page.select("main h2")] == ["Poradnik"]
    (article,) = page.select(".public-answer")
    assert article["id"] == f"pytanie-{answer.pk}"
    assert f'href="{CHAPTER}#porozumienie"' in str(article)
    guide = chapter.get_parent()
    assert soup(client, CHAPTER).select(".feedback .links a")[-1]["href"] == f"{LIST}?temat={guide.pk}"
    assert len(soup(client, f"{LIST}?temat={guide.pk}").select(".public-answer")) == 1
    assert len(soup(client, f"{LIST}?temat=999999").select(".public-answer")) == 1


@pytest.mark.parametrize("hidden", ["answer", "page", "restriction"])
def test_nothing_is_listed_or_found_that_is_not_public(
    client: Client, listing: QuestionsPage, chapter: Chapter, editor: User, hidden: str
) -> None:
    answer = publish(editor, chapter)
    sections = Section.objects.filter(page=listing.pk, anchor=answer.public_anchor)
    assert [section.heading for section in sections] == ["Czy na piśmie?"]
    if hidden == "answer":
        publish(editor, chapter, known=answer, live=False)
    elif hidden == "page":
        chapter.unpublish()
    else:
        PageViewRestriction.objects.create(page=chapter, restriction_type="login")
    assert soup(client, LIST).select(".public-answer") == []
    assert not sections.all().exists()


def test_many_answers_take_as_many_queries_as_few(
    client: Client, listing: QuestionsPage, chapter: Chapter, editor: User
) -> None:
    counts = []
    for address in (LIST, CHAPTER):
        client.get(address)
    for number in range(20):
        publish(editor, chapter, f"Pytanie {number}?")
        if number in (1, 19):
            counted = []
            for address in (LIST, CHAPTER):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(address).status_code == 200
                counted.append(len(queries))
            counts.append(counted)
    assert counts[0] == counts[1]


def test_the_public_texts_have_no_address_of_the_asker(asked: Asked, chapter: Chapter, editor: User) -> None:
    question = asked()
    for texts in ({"question": "Czy ktos@example.com ma rację?"}, {"answer": "<p>Pani PYTA@example.org</p>"}):
        with pytest.raises(PersonalDataError) as refused:
            publish(editor, chapter, source=question, **texts)
        assert refused.value.field in texts
    assert not PublishedAnswer.objects.exists()


@pytest.mark.parametrize(("email", "state"), [("", State.ANSWERED), ("pyta@example.org", State.NEW)])
def test_publishing_answers_who_left_no_address(
    asked: Asked, chapter: Chapter, editor: User, email: str, state: str
) -> None:
    question = asked(email=email)
    publish(editor, chapter, source=question)
    question.refresh_from_db()
    assert question.state == state


def test_the_editor_words_it_anew_in_a_form(client: Client, asked: Asked, editor: User) -> None:
    question = asked("Dzień dobry, jestem Zosia, czy na piśmie?")
    client.force_login(editor)
    address = f"/admin/questions/{question.pk}/publish/"
    form = client.get(address).context["form"]
    assert not form["question"].value(), "nobody publishes by mistake what a reader wrote"
    assert form["anchor"].value() == "porozumienie"
    rich = '{"entityMap": {}, "blocks": [{"key": "a", "type": "unstyled", "text": "Tak.", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}]}'  # noqa: E501
    fields = {"question": "Czy pyta@example.org?", "answer": rich, "anchor": "koszty", "live": "on"}
    refused = client.post(address, fields)
    assert refused.status_code == 422
    assert "adres e-mail" in refused.context["form"].errors["question"][0]
    assert client.post(address, {**fields, "question": "Czy na piśmie?"}).status_code == 302
    answer = PublishedAnswer.objects.get()
    assert (answer.question, answer.anchor, answer.live, answer.source) == ("Czy na piśmie?", "koszty", True, question)
    assert "Tak." in answer.answer
    assert client.get(address)["Location"] == f"/admin/questions/answers/{answer.pk}/"
    changed = client.post(f"/admin/questions/answers/{answer.pk}/", {**fields, "question": "Inaczej?", "live": ""})
    assert changed.status_code == 302
    answer.refresh_from_db()
    assert (answer.question, answer.live) == ("Inaczej?", False)


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.TRAINER, roles.COORDINATOR, ""])
def test_only_editors_publish(asked: Asked, chapter: Chapter, editor: User, role: str) -> None:
    answer = publish(editor, chapter)
    with pytest.raises(PermissionDenied):
        publish(person(role), chapter, known=answer)
    client = signed_in(*([role] if role else []))
    addresses = ("", f"{answer.pk}/")
    assert [client.get(f"/admin/questions/answers/{address}").status_code for address in addresses] == [302, 302]
    assert client.get(f"/admin/questions/{asked().pk}/publish/").status_code == 302
