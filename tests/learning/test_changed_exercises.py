"""Editors read whom a changed right answer or a removed exercise affects before they publish it."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.activities.bank.formats.files import Format, exported
from courses.activities.bank.importing import plan
from courses.activities.bank.models import BankQuestion
from courses.activities.exercises import answer_key_differs
from courses.catalogue.models import Lesson
from courses.learning.quizzes.services import start_attempt
from courses.learning.services import answer_exercise, enrol
from people import roles
from people.models import User
from publishing.impact import impact_of_latest_draft, impact_of_publishing
from tests.activities.bank.builders import make_question, placed
from tests.builders import signed_in
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.quizzes.builders import course_of, make_quiz

pytestmark = pytest.mark.django_db

CHANGED = (
    "Zmienia się dobra odpowiedź na „Pytanie 0?”. Odpowiedziały na nie 2 osoby: ich odpowiedzi zostają przy wersji, "
    "na którą odpowiadały."
)
ADDED = (
    "Dochodzi 1 ćwiczenie. 1 osoba jest w trakcie kursu i nie ukończyła tej lekcji: to, co dochodzi, nie liczy się dla "
    "niej."
)
REMOVED = (
    "Usuwasz ćwiczenie „Pytanie 0?”. Odpowiedziały na nie 2 osoby: ich odpowiedzi zostają, ale lekcja już ich nie "
    "pokazuje."
)
COMPLETED = (
    "1 osoba ukończyła lekcję przez ćwiczenia: ukończenie zostaje. Pozostali sami oznaczą lekcję jako ukończoną."
)


@pytest.fixture
def lesson() -> Lesson:
    """One that two people have answered, one of them rightly."""
    course = make_course()
    lesson = lessons_of(course)[0]
    (activity,) = lesson.activities
    for number, answer in enumerate(("block-Pytanie 0?-0", "block-Pytanie 0?-1")):
        user = User.objects.create_user(f"odpowiada{number}@example.org")
        enrol(user=user, course=course)
        answer_exercise(user=user, lesson=lesson, activity_id=activity, form=[("answer", answer)], key=uuid4())
    return lesson


def draft(lesson: Lesson, *blocks: dict[str, Any]) -> Lesson:
    """A draft with these blocks in place of the exercise."""
    page = Lesson.objects.get(pk=lesson.pk)
    page.body = [*page.body.get_prep_value()[:1], *blocks]
    page.save_revision()
    found: Lesson = Lesson.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    return found


def sentences(lesson: Lesson) -> list[str]:
    with translation.override("pl"):
        return [item.text.replace("\xa0", " ") for item in impact_of_latest_draft(Page.objects.get(pk=lesson.pk))]


def test_the_answer_key_differs_where_another_answer_is_right() -> None:
    def fields(**changes: str) -> Any:
        tree: dict[str, Any] = {"type": "pomost_choice", "id": "b", "children": []}
        options: list[dict[str, Any]] = [
            {"id": str(n), "text": f"Tekst {n}", "correct": n == 0, "feedback": ""} for n in range(3)
        ]
        for name, value in changes.items():
            options[int(name[-1])][name[:-1]] = value
        return {**tree, "fields": {"kind": "single", "options": options}}

    before = fields()
    assert not answer_key_differs(before, deepcopy(before))
    assert not answer_key_differs(before, fields(text0="Lepiej powiedziane", text1="Też", feedback0="Inaczej"))
    assert not answer_key_differs(before, fields(id0="dodana ponownie"))
    assert answer_key_differs(before, fields(correct0="", correct1="1"))
    assert answer_key_differs(before, fields(correct2="1"))
    assert answer_key_differs(before, fields(text0="Tekst 1", text1="Tekst 0"))
    assert answer_key_differs(before, fields() | {"type": "other"})


def test_only_what_affects_somebody_is_told(lesson: Lesson, django_assert_num_queries: Any) -> None:
    live = Lesson.objects.get(pk=lesson.pk)
    live.language  # noqa: B018 - cached with the page
    with django_assert_num_queries(0):
        assert impact_of_publishing(live, live) == []
    draft(lesson, choice("Pytanie 0?"), choice("Nowe?"))
    assert sentences(lesson) == [ADDED]
    changed = draft(lesson, choice("Pytanie 0?", right=(1,)))
    assert sentences(lesson) == [CHANGED]
    changed.language  # noqa: B018
    with django_assert_num_queries(1):
        impact_of_publishing(live, changed)
    removed = draft(lesson)
    assert sentences(lesson) == [REMOVED, COMPLETED]
    removed.language  # noqa: B018
    with django_assert_num_queries(2):
        impact_of_publishing(live, removed)
    # Of the other lesson nobody has answered anything.
    other = lessons_of(lesson.get_parent().get_parent())[1]
    draft(other)
    assert sentences(other) == []


def test_what_is_left_counts_for_the_others(lesson: Lesson) -> None:
    draft(lesson, choice("Pytanie 0?"), choice("Nowe?"))
    Lesson.objects.get(pk=lesson.pk).get_latest_revision().publish()
    draft(lesson, choice("Nowe?"))
    assert sentences(lesson)[1] == (
        "1 osoba ukończyła lekcję przez ćwiczenia: ukończenie zostaje. Pozostałym liczą się ćwiczenia, które zostały."
    )


def posted(client: Client, lesson: Lesson, exercise: dict[str, Any]) -> str:
    """Publishes the lesson with this exercise by the form of the editor; the text of the page that it leads to."""
    value = exercise["value"]
    options: dict[str, Any] = {"count": len(value["options"])}
    for number, item in enumerate(value["options"]):
        ticked = {"correct": "on"} if item["value"]["correct"] else {}
        text = {"text": item["value"]["text"], "feedback": "Bo tak.", **ticked}
        options[str(number)] = {"id": item["id"], "order": number, "deleted": "", "type": "item", "value": text}
    form = nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "completion_rule": lesson.completion_rule,
            "body": streamfield(
                [
                    ("prose", rich_text("<p>Tekst</p>")),
                    (
                        "choice",
                        {**{n: value[n] for n in ("kind", "question", "hint")}, "options": options},
                    ),
                ]
            ),
            "comments": inline_formset([]),
        }
    )
    form["body-1-id"] = exercise["id"]
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    answer = client.post(address, {**form, "action-publish": "1"}, follow=True)
    return answer.content.decode().replace("\xa0", " ")


def test_publishing_asks_once_and_keeps_the_draft(lesson: Lesson) -> None:
    client = signed_in(roles.EDITOR)
    exercise = choice("Pytanie 0?", right=(1,))
    text = posted(client, lesson, exercise)
    assert "Zapisano, ale jeszcze nie opublikowano." in text
    assert f"<li>{CHANGED}</li>" in text
    page = Lesson.objects.get(pk=lesson.pk)
    assert page.has_unpublished_changes
    assert [bool(option["correct"]) for option in page.body[1].value["options"]] == [True, False, False]
    saved = page.get_latest_revision_as_object()
    assert [bool(option["correct"]) for option in saved.body[1].value["options"]] == [False, True, False]
    # The form that is open now shows the notice without the word that it was just saved.
    again = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "Gdy opublikujesz tę wersję" in again
    assert "jeszcze nie opublikowano" not in again
    posted(client, lesson, exercise)
    page.refresh_from_db()
    assert not page.has_unpublished_changes
    assert [bool(option["correct"]) for option in page.body[1].value["options"]] == [False, True, False]


def test_comparison_review_and_many_at_once_show_it(lesson: Lesson) -> None:
    revision = draft(lesson, choice("Pytanie 0?", right=(1,))).latest_revision_id
    client = signed_in(roles.EDITOR)
    page = Lesson.objects.get(pk=lesson.pk)
    addresses = [
        reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", revision]),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={lesson.pk}",
    ]
    reviewer = User.objects.create_user("sprawdza@example.org")
    reviewer.groups.add(Group.objects.get(name=roles.REVIEWER))
    state = page.get_workflow().start(page, reviewer).current_task_state
    addresses.append(reverse("editing_review", args=[state.pk]))
    for address in addresses:
        assert f"<li>{CHANGED}</li>" in client.get(address).content.decode().replace("\xa0", " ")


def edited(client: Client, question: BankQuestion, *, right: int) -> str:
    """Publishes a question of the bank with another right answer, by its form; the text of the page it leads to."""
    value = choice("Pytanie banku?", right=(right,))["value"]
    options: dict[str, Any] = {"count": len(value["options"])}
    for number, item in enumerate(value["options"]):
        ticked = {"correct": "on"} if item["value"]["correct"] else {}
        text = {"text": item["value"]["text"], "feedback": "Bo tak.", **ticked}
        options[str(number)] = {"id": item["id"], "order": number, "deleted": "", "type": "item", "value": text}
    block = {**{name: value[name] for name in ("kind", "question", "hint")}, "options": options}
    form = nested_form_data(
        {"content": streamfield([("choice", block)]), "tags": "", "outcomes": "", "language": question.language}
    )
    form["content-0-id"] = question.content[0].id
    address = reverse("wagtailsnippets_bank_bankquestion:edit", args=[question.pk])
    answer = client.post(address, {**form, "action-publish": "1"}, follow=True)
    return answer.content.decode().replace("\xa0", " ")


ANSWERED = (
    "Zmienia się dobra odpowiedź na „Pytanie banku?”. Odpowiedziała na nie 1 osoba: jej odpowiedź zostaje przy wersji, "
    "na którą odpowiadała."
)
ASKED = "Zadano je w 2 próbach quizów: zostaje w nich wersja, którą zadano, także w tych, które jeszcze trwają."


@pytest.fixture
def asked() -> BankQuestion:
    """A question of the bank that a quiz has asked two people, and one of them has answered in a lesson."""
    question = make_question()
    lesson = make_quiz(bank=0, rules=[], fixed=[{"type": "item", "id": "f", "value": question.pk}])
    course = course_of(lesson)
    shared = make_lesson(lesson.get_parent(), "Z banku", placed(question))
    for number in range(2):
        user = User.objects.create_user(f"odpowiada{number}@example.org")
        enrol(user=user, course=course)
        start_attempt(user=user, lesson=lesson, activity_id=lesson.activities[0])
        if number:
            form = [("answer", question.content[0].value["options"].bound_blocks[0].id)]
            answer_exercise(user=user, lesson=shared, activity_id=question.uuid, form=form, key=uuid4())
    return question


def test_importing_another_right_answer_says_whom_it_affects_before(asked: BankQuestion) -> None:
    file = exported([asked], Format.GIFT).data.decode()
    (same,) = plan(data=file.encode(), language="pl")
    assert same.affects == ()
    right, wrong = file.index("\t=") + 1, file.index("\t~") + 1
    other = "".join({right: "~", wrong: "="}.get(place, sign) for place, sign in enumerate(file))
    with translation.override("pl"):
        (changed,) = plan(data=other.encode(), language="pl")
    assert tuple(text.replace("\xa0", " ") for text in changed.affects) == (ANSWERED, ASKED)


def test_publishing_a_question_of_the_bank_asks_once_too(asked: BankQuestion, django_assert_num_queries: Any) -> None:
    question = asked
    with django_assert_num_queries(0):
        assert impact_of_publishing(question, question) == []
    client = signed_in(roles.EDITOR)
    text = edited(client, question, right=1)
    assert "Zapisano, ale jeszcze nie opublikowano." in text
    assert [f"<li>{sentence}</li>" in text for sentence in (ANSWERED, ASKED)] == [True, True]
    question.refresh_from_db()
    assert question.has_unpublished_changes
    assert question.content[0].value["options"][0]["correct"] is True
    assert "Zapisano, ale jeszcze nie" not in edited(client, question, right=1)
    question.refresh_from_db()
    assert question.content[0].value["options"][1]["correct"] is True
