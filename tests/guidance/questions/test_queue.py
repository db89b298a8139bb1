"""The queue: who takes, answers and closes, the e-mail, what is kept, the report of pages."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from people import roles
from people.anonymising import parts_of
from people.models import User
from people.services import anonymise_account, erase_account
from publishing.impact import impact_on_object
from resources.guidance.models import Chapter, PageRating, Question
from resources.guidance.questions import services
from resources.guidance.questions.errors import AlreadyHandledError, NoAddressError
from resources.guidance.questions.models import Kind
from resources.guidance.questions.waiting import open_questions
from tests.builders import signed_in
from tests.guidance.questions.conftest import CHAPTER, Asked, person

pytestmark = pytest.mark.django_db

QUEUE = "/admin/questions/"
REPORT = "/admin/reports/feedback/"
Act = Callable[..., Question]

ACTIONS: dict[str, Act] = {
    "take": services.take,
    "release": services.release,
    "close": services.close,
    "reopen": services.reopen,
    "answer": lambda **named: services.answer(text="Tak.", **named),
}


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ACTIONS)
def test_editors_and_reviewers_deal_with_questions_and_nobody_else(asked: Asked, name: str) -> None:
    for role in (roles.TRAINER, roles.COORDINATOR, ""):
        with pytest.raises(PermissionDenied):
            ACTIONS[name](by=person(role), question=asked())
    for number, role in enumerate((roles.EDITOR, roles.REVIEWER)):
        ACTIONS[name](by=person(role), question=asked(f"Numer {number}"))


@pytest.mark.parametrize(
    ("role", "status"), [(roles.EDITOR, 200), (roles.REVIEWER, 200), (roles.TRAINER, 302), ("", 302)]
)
def test_the_pages_of_the_queue_are_for_them(asked: Asked, role: str, status: int) -> None:
    client = signed_in(*([role] if role else []))
    address = f"{QUEUE}{asked().pk}/"
    assert [client.get(page).status_code for page in (QUEUE, address)] == [status, status]
    posted = client.post(address, {"do": "take"})
    assert (Question.objects.get().person is not None) == (status == 200)
    assert posted.status_code == 302


def test_an_answer_goes_out_once_and_says_what_was_asked(asked: Asked, reviewer: User, editor: User) -> None:
    question = asked("Czy na piśmie?\nI kiedy?")
    services.answer(by=reviewer, question=question, text="Tak.\r\n\r\nPrzed pracą <b>.")
    with pytest.raises(AlreadyHandledError):
        services.answer(by=editor, question=question, text="Nie.")
    (message,) = mail.outbox
    assert message.to == ["pyta@example.org"]
    assert message.reply_to == ["doradza@example.org"]
    assert message.subject == "Pomost: Odpowiedź na twoje pytanie: Wolontariat"
    text = str(message.body)
    order = ("Tak.", "Przed pracą <b>.", "Wanda Prawna", "> Czy na piśmie?", "> I kiedy?", f"{CHAPTER}#porozumienie")
    assert sorted(order, key=text.index) == list(order)
    assert "usuniemy 30 dni po tej odpowiedzi" in text
    assert isinstance(message, mail.EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert "Przed pracą &lt;b&gt;." in html
    assert str(BeautifulSoup(html, "html.parser").select("a.button")[0]["href"]).endswith("#porozumienie")
    question.refresh_from_db()
    assert (question.state, question.person) == ("answered", reviewer)


def test_without_an_address_nothing_is_sent(asked: Asked, reviewer: User) -> None:
    with pytest.raises(NoAddressError):
        services.answer(by=reviewer, question=asked(email=""), text="Tak.")
    assert not mail.outbox


def test_the_page_of_a_question_leads_through_it(asked: Asked, chapter: Chapter, reviewer: User) -> None:
    client, question = signed(reviewer), asked()
    address = f"{QUEUE}{question.pk}/"

    def do(name: str, **fields: str) -> tuple[str, str]:
        client.post(address, {"do": name, **fields})
        question.refresh_from_db()
        return question.state, question.person.email if question.person else ""

    me = reviewer.email
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert page.select(".review-lead a")[0]["href"] == f"{CHAPTER}#porozumienie"
    assert page.select("a[href$='/publish/']") == []
    assert do("take") == ("in_progress", me)
    assert do("release") == ("new", "")
    assert do("close") == ("closed", me)
    assert do("answer", answer="Tak.") == ("closed", me)
    assert do("reopen") == ("in_progress", me)
    assert client.post(address, {"do": "answer", "answer": " "}).status_code == 422
    assert do("answer", answer="Tak.") == ("answered", me)
    assert do("reopen") == ("answered", me)
    assert len(mail.outbox) == 1


def test_a_text_that_came_too_late_stays_in_the_field(asked: Asked, reviewer: User) -> None:
    client, question = signed(reviewer), asked()
    services.close(by=reviewer, question=question)
    response = client.post(f"{QUEUE}{question.pk}/", {"do": "answer", "answer": "Długa odpowiedź."})
    assert response.status_code == 422
    assert "Długa odpowiedź." in response.text
    assert not mail.outbox


@pytest.fixture
def queue(asked: Asked, chapter: Chapter, editor: User, reviewer: User) -> None:
    """One of each: new, the editor's, the reviewer's and old, closed, an error of the other chapter."""
    now = timezone.now()
    texts = ("Nowe", "Moje", "Cudze", "Zamknięte")
    new, mine, others, closed = (asked(text) for text in texts)
    services.take(by=editor, question=mine)
    services.take(by=reviewer, question=others)
    services.close(by=reviewer, question=closed)
    asked("=Błąd()", kind=Kind.ERROR, email="", page=chapter.get_siblings(inclusive=False).get().specific)
    for number, question in enumerate((others, new, mine)):
        Question.objects.filter(pk=question.pk).update(asked_at=now - timedelta(days=40 - 20 * number))


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", ["Cudze", "Nowe", "Moje", "=Błąd()"]),
        ("state=closed", ["Zamknięte"]),
        ("state=all&person=me", ["Moje"]),
        ("person=nobody", ["Nowe", "=Błąd()"]),
        ("person=other", ["Cudze"]),
        ("kind=error", ["=Błąd()"]),
        ("age=7", ["Cudze", "Nowe"]),
        ("age=30", ["Cudze"]),
    ],
)
def test_the_queue_is_filtered(queue: None, editor: User, query: str, texts: list[str]) -> None:
    response = signed(editor).get(f"{QUEUE}?{query}")
    assert [row.text for row in response.context["object_list"]] == texts


def test_the_queue_is_filtered_by_place(queue: None, chapter: Chapter, editor: User) -> None:
    client, other = signed(editor), chapter.get_siblings(inclusive=False).get()
    places = (f"page={other.pk}", f"guide={chapter.get_parent().pk}")
    counted = [len(client.get(f"{QUEUE}?{place}").context["object_list"]) for place in places]
    assert counted == [1, 4]


def test_the_files_have_no_addresses_and_no_formulas(queue: None, editor: User) -> None:
    client = signed(editor)
    lines = client.get(f"{QUEUE}?export=csv&kind=error").text.splitlines()
    assert lines[0].endswith("Tekst;Rodzaj;Strona;Nadeszło;Stan;Kto się tym zajmuje;Odpowiedź e-mailem")
    assert lines[1].startswith("'=Błąd();zgłoszenie błędu;Czas pracy;")
    book = load_workbook(BytesIO(client.get(f"{QUEUE}?export=xlsx&state=all").getvalue()))
    rows = [[cell.value for cell in row] for row in book.active.rows]
    assert [row[0] for row in rows] == ["Tekst", "Cudze", "Nowe", "Moje", "Zamknięte", "=Błąd()"]
    assert [cell.data_type for cell in book.active["A"]] == ["s"] * 6
    assert "pyta@" not in str(rows)


def test_many_questions_take_as_many_queries_as_few(asked: Asked, editor: User, reviewer: User) -> None:
    client, counts = signed(editor), []
    for number in range(15):
        services.take(by=reviewer, question=asked(f"Numer {number}"))
        if number in (2, 14):
            client.get(QUEUE)
            with CaptureQueriesContext(connection) as queries:
                client.get(QUEUE)
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_home_page_lists_what_waits_for_the_user(
    queue: None, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        waiting = open_questions(editor, slice(8))
    assert [(row.title, row.late) for row in waiting.rows] == [("Nowe", True), ("Moje", False), ("=Błąd()", False)]
    assert ["ponad tydzień" in row.detail for row in waiting.rows] == [True, False, False]
    assert "Pytania czytelników" in signed(editor).get("/admin/").text


def test_addresses_and_texts_do_not_stay(asked: Asked, reviewer: User) -> None:
    now = timezone.now()
    answered, closed, waiting, forgotten = (asked(f"Numer {number}") for number in range(4))
    services.answer(by=reviewer, question=answered, text="Tak.")
    services.close(by=reviewer, question=closed)
    Question.objects.filter(pk=answered.pk).update(handled_at=now - timedelta(days=29))
    Question.objects.filter(pk=closed.pk).update(handled_at=now - timedelta(days=31))
    Question.objects.filter(pk=waiting.pk).update(asked_at=now - timedelta(days=364))
    Question.objects.filter(pk=forgotten.pk).update(asked_at=now - timedelta(days=366))
    services.keep_house()
    kept = [bool(Question.objects.get(pk=one.pk).email) for one in (answered, closed, waiting, forgotten)]
    assert kept == [True, False, True, False]
    Question.objects.filter(pk=closed.pk).update(handled_at=now - timedelta(days=401))
    services.keep_house()
    assert sorted(Question.objects.values_list("text", flat=True)) == ["Numer 0", "Numer 2", "Numer 3"]


@pytest.mark.parametrize("deleted", [True, False])
def test_an_account_that_goes_takes_its_address_and_leaves_the_queue(
    asked: Asked, reviewer: User, deleted: bool
) -> None:
    administrator = User.objects.create_superuser("szef@example.org")
    theirs, taken, closed = asked(email="Doradza@example.org"), asked("Drugie"), asked("Trzecie")
    services.take(by=reviewer, question=taken)
    services.close(by=reviewer, question=closed)
    texts = [(part.count, part.kept) for part in parts_of(reviewer) if "pyta" in part.text.lower()]
    assert texts == [(1, False), (2, True)]
    if deleted:
        erase_account(by=administrator, user=reviewer)
    else:
        anonymise_account(by=administrator, user=reviewer)
    theirs, taken, closed = (Question.objects.get(pk=one.pk) for one in (theirs, taken, closed))
    assert (theirs.email, taken.state, taken.person) == ("", "new", None)
    assert (closed.person_id is None) == deleted


def test_deleting_a_page_says_what_waits_there(asked: Asked, chapter: Chapter, editor: User, reviewer: User) -> None:
    asked(), asked("Drugie")
    services.close(by=reviewer, question=asked("Trzecie"))
    services.publish_answer(by=editor, page=chapter, question="Czy?", answer="<p>Tak.</p>")
    said = [(item.count, item.record) for item in impact_on_object(chapter) if "czytelnik" in item.text]
    assert said == [(2, False), (1, False)]


def test_the_report_counts_what_readers_said_of_each_page(asked: Asked, chapter: Chapter, editor: User) -> None:
    for helpful in (True, True, False):
        services.rate(page=chapter, helpful=helpful)
    PageRating.objects.create(page=chapter, day=timezone.localdate() - timedelta(days=60), unhelpful=5)
    asked(), asked("Błąd", kind=Kind.ERROR), asked("Brak", kind=Kind.MISSING)
    services.close(by=editor, question=Question.objects.get(text="Brak"))
    client = signed(editor)

    def rows(query: str) -> list[tuple[Any, ...]]:
        names = ("title", "helpful", "unhelpful", "errors", "questions", "missing", "waiting")
        found = client.get(f"{REPORT}?{query}").context["object_list"]
        return [tuple(getattr(row, name) for name in names) for row in found]

    assert rows("") == [("Wolontariat", 2, 6, 1, 1, 1, 2)]
    assert rows("period=30") == [("Wolontariat", 2, 1, 1, 1, 1, 2)]
    assert len(rows("shown=all")) == 3
    assert rows(f"guide={chapter.get_parent().pk}") == rows("")
    lines = client.get(f"{REPORT}?export=csv").text.splitlines()
    assert lines[1] == "Wolontariat;2;6;25 %;1;1;1;2"
    assert signed_in(roles.REVIEWER).get(REPORT).status_code == 302


def test_the_report_takes_as_many_queries_for_many_pages(chapter: Chapter, editor: User) -> None:
    client, counts = signed(editor), []
    for number in range(12):
        page = chapter.get_parent().add_child(instance=Chapter(title=f"Rozdział {number}"))
        services.rate(page=page, helpful=False)
        if number in (1, 11):
            client.get(REPORT)
            with CaptureQueriesContext(connection) as queries:
                client.get(REPORT)
            counts.append(len(queries))
    assert counts[0] == counts[1]
