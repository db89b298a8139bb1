"""The pages of a quiz, without JavaScript: the card in the lesson, an attempt, its review; who may see them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.activities.bank.models import BankQuestion
from courses.activities.exercises.quiz import SCORE, SOLUTIONS
from courses.catalogue.models import Lesson
from courses.learning import services
from courses.learning.models import QuizAttempt
from courses.learning.quizzes.services import close_attempt, save_answers, start_attempt
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from tests.activities.bank.builders import make_question, placed
from tests.builders import signed_in as signed_in_as
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.quizzes.builders import answers, course_of, make_quiz, quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(learner: User) -> Lesson:
    made = make_quiz()
    services.enrol(user=learner, course=course_of(made))
    return made


def address(lesson: Lesson) -> str:
    return reverse("learning:quiz", args=[lesson.pk, lesson.activities[0]])


def card(client: Client, lesson: Lesson) -> str:
    (html,) = [part for part in client.get(lesson.url).context["segments"] if "data-activity" in part]
    return str(html)


def begin(client: Client, lesson: Lesson) -> str:
    """Begins an attempt; returns the address of its page."""
    response = client.post(address(lesson))
    assert response.status_code == 302
    return str(response.url)  # type: ignore[attr-defined]


def fields(attempt: QuizAttempt, *, right: int) -> dict[str, list[str]]:
    given = answers(attempt, right=right)
    return {
        "question": [str(activity) for activity in given],
        **{f"q-{activity}": list(answer.values()) for activity, answer in given.items()},
    }


def test_a_learner_takes_the_quiz_without_a_script(lesson: Lesson, signed_in: Client, learner: User) -> None:
    assert f'action="{address(lesson)}"' in card(signed_in, lesson)
    page = begin(signed_in, lesson)
    shown = signed_in.get(page)
    assert len(shown.context["questions"]) == 3
    assert "Dlaczego" not in shown.content.decode()  # no feedback before it is due
    attempt = QuizAttempt.objects.get(user=learner)
    assert signed_in.post(page, {**fields(attempt, right=1), "save": "1"}).status_code == 302
    assert [bool(row.given) for row in attempt.answers.all()] == [True, True, True]
    assert "".join(signed_in.get(page).context["questions"]).count(" checked") == 3
    signed_in.post(page, {**fields(attempt, right=3), "close": "1"})
    review = signed_in.get(page)
    assert review.context["attempt"].passed is True
    assert [question.state for question in review.context["review"].questions] == ["right"] * 3
    assert "Dlaczego 0" in review.content.decode()
    assert "100%" in card(signed_in, lesson)
    (listed,) = signed_in.get(address(lesson)).context["attempts"]
    assert (listed.url, listed.percent) == (page, 100)


@pytest.mark.parametrize(("shown", "questions", "solutions"), [(SCORE, 0, 0), ("answers", 3, 0), (SOLUTIONS, 3, 3)])
def test_the_author_says_what_the_review_shows(
    shown: str, questions: int, solutions: int, learner: User, signed_in: Client
) -> None:
    lesson = make_quiz(review=shown)
    services.enrol(user=learner, course=course_of(lesson))
    attempt = start_attempt(user=learner, lesson=lesson, activity_id=lesson.activities[0])
    save_answers(attempt=attempt, given=answers(attempt, right=0))
    close_attempt(attempt=attempt)
    page = signed_in.get(reverse("learning:quiz_attempt", args=[attempt.pk]))
    assert len(page.context["review"].questions) == questions
    assert page.content.decode().count('class="exercise-solution"') == solutions


def test_a_script_saves_without_a_page(lesson: Lesson, signed_in: Client, learner: User) -> None:
    page = begin(signed_in, lesson)
    attempt = QuizAttempt.objects.get(user=learner)
    headers = {"X-Requested-With": "fetch"}
    saved = signed_in.post(page, fields(attempt, right=1), headers=headers)
    assert (saved.status_code, saved.json()["closed"]) == (200, False)
    close_attempt(attempt=attempt)
    late = signed_in.post(page, fields(attempt, right=3), headers=headers)
    assert (late.status_code, late.json()["closed"]) == (409, True)
    assert late.json()["message"]


def test_a_late_answer_is_told_what_became_of_it(lesson: Lesson, signed_in: Client, learner: User) -> None:
    page = begin(signed_in, lesson)
    attempt = QuizAttempt.objects.get(user=learner)
    close_attempt(attempt=attempt)
    shown = signed_in.post(page, fields(attempt, right=3), follow=True)
    assert len(shown.context["messages"]) == 1
    assert shown.context["attempt"].percent == 0


def test_the_time_that_is_left_is_shown_without_being_announced(learner: User, signed_in: Client) -> None:
    lesson = make_quiz(minutes=10)
    services.enrol(user=learner, course=course_of(lesson))
    page = signed_in.get(begin(signed_in, lesson))
    assert 590 < page.context["seconds_left"] <= 600
    assert 'role="timer" aria-live="off"' in page.content.decode()


@pytest.mark.parametrize(
    ("right", "most", "again"), [(0, None, True), (0, 2, True), (0, 1, False), (3, None, False)], ids=str
)
def test_a_result_begins_with_the_way_on(
    right: int, most: int | None, again: bool, learner: User, signed_in: Client
) -> None:
    lesson = make_quiz(max_attempts=most)
    services.enrol(user=learner, course=course_of(lesson))
    page = begin(signed_in, lesson)
    signed_in.post(page, {**fields(QuizAttempt.objects.get(user=learner), right=right), "close": "1"})
    html = signed_in.get(page).content.decode()
    assert (html.count("Rozwiąż jeszcze raz"), html.count("Wróć do lekcji")) == (2 * again, 2)
    assert "Pytanie 1 z 3" in html.replace("\xa0", " ")


def test_an_attempt_is_its_learners_alone(lesson: Lesson, signed_in: Client) -> None:
    page = begin(signed_in, lesson)
    for role in (EDITOR, REVIEWER, TRAINER, COORDINATOR):
        other = signed_in_as(role)
        assert other.get(page).status_code == 404
        assert other.post(page, {"close": "1"}).status_code == 404
        assert other.post(address(lesson)).status_code == 403
        assert other.get(address(lesson)).status_code == 302
    anonymous = Client()
    assert anonymous.get(page).status_code == 302
    assert anonymous.post(address(lesson)).status_code == 302
    assert signed_in.get(reverse("learning:quiz_attempt", args=[0])).status_code == 404
    assert QuizAttempt.objects.filter(lesson=lesson).count() == 1


def test_whoever_is_not_enrolled_reads_how_to_begin(lesson: Lesson) -> None:
    html = card(Client(), lesson)
    assert "<form" not in html


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(page).status_code == 200
    return len(counted)


def test_a_page_of_thirty_questions_reads_as_much_as_one_of_three(learner: User, signed_in: Client) -> None:
    for number in range(30):
        make_question(f"Pytanie {number}?", tags=["dużo"])
    found = []
    for number in (3, 30):
        made = make_quiz(bank=0, rules=[{"number": number, "tags": "dużo", "outcomes": ""}])
        services.enrol(user=learner, course=course_of(made))
        page = begin(signed_in, made)
        under_way = queries(signed_in, page)
        close_attempt(attempt=QuizAttempt.objects.get(user=learner, closed_at=None))
        found.append((under_way, queries(signed_in, page), QuizAttempt.objects.latest("pk").answers.count()))
    assert found[0][:2] == found[1][:2]
    assert (found[0][2], found[1][2]) == (3, 30)


def test_a_lesson_reads_all_its_exercises_in_one_query(learner: User, signed_in: Client, caching: None) -> None:
    course = make_course(lessons=1)
    (plain,) = lessons_of(course)
    questions = [make_question(f"Z banku {number}?", tags=["do quizu"]) for number in range(3)]
    full = make_lesson(
        plain.get_parent(),
        "Pełna",
        *(choice(f"Własne {number}?") for number in range(3)),
        *(placed(question) for question in questions),
        quiz(),
    )
    services.enrol(user=learner, course=course)
    assert len(full.activities) == 7
    assert queries(signed_in, full.url) == queries(signed_in, plain.url)


def test_questions_are_shuffled_for_each_attempt_and_stay_so(learner: User, signed_in: Client) -> None:
    lesson = make_quiz(bank=1, rules=[{"number": 1, "tags": "do quizu", "outcomes": ""}])
    question = BankQuestion.objects.about(tags=["do quizu"], outcomes=[]).get()
    question.content = [choice("Wiele?", options=10)]
    question.save()
    services.enrol(user=learner, course=course_of(lesson))
    orders = set()
    for _number in range(3):
        page = begin(signed_in, lesson)
        html = signed_in.get(page).context["questions"][0]
        assert signed_in.get(page).context["questions"][0] == html
        orders.add(tuple(sorted(range(10), key=lambda option: html.index(f"Odpowiedź {option}<"))))
        close_attempt(attempt=QuizAttempt.objects.get(user=learner, closed_at=None))
    assert len(orders) > 1
