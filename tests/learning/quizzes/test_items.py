"""Item analysis: what it counts, what it hides, who may read it, and how much it reads."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.activities.analysis import FEWEST, Response, analysis_of, point_biserial, upper_lower
from courses.activities.given import WHOLE, Given
from courses.activities.models import Activity, Node
from courses.catalogue.models import Lesson
from courses.learning import services
from courses.learning.items.reading import analyses_of
from courses.learning.models import QuizAttempt
from courses.learning.quizzes.services import close_attempt, save_answers, start_attempt
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from tests.activities.bank.builders import make_question
from tests.builders import signed_in as signed_in_as
from tests.courses_tree import lessons_of, make_course
from tests.learning.quizzes.builders import answers, course_of, make_quiz
from tests.learning.steps import answer

OPTIONS = [
    {"id": "a", "text": "Dobra", "correct": True, "feedback": ""},
    {"id": "b", "text": "Zła", "correct": False, "feedback": ""},
    {"id": "c", "text": "Nikt", "correct": False, "feedback": ""},
]
TREE: Node = {"type": "pomost_choice", "id": "1", "fields": {"kind": "single", "options": OPTIONS}, "children": []}


def responses(*pairs: tuple[str, float]) -> list[Response]:
    return [Response(Given({WHOLE: (key,)}), float(key == "a"), rest) for key, rest in pairs]


def test_facility_discrimination_and_distractors() -> None:
    found = analysis_of(TREE, responses(("a", 1.0), ("a", 0.8), ("a", 0.6), ("b", 0.4), ("b", 0.2)))
    assert found is not None
    assert (found.answers, found.facility) == (5, 0.6)
    assert found.discrimination == pytest.approx(0.8660254)
    assert [(option.text, option.count, option.right) for option in found.options] == [
        ("Dobra", 3, True),
        ("Zła", 2, False),
        ("Nikt", 0, False),
    ]


def test_standing_alone_the_best_are_compared_with_the_worst() -> None:
    pairs = [("b", number / 10) for number in range(5)] + [("a", number / 10) for number in range(5, 10)]
    found = analysis_of(TREE, responses(*pairs), standalone=True)
    assert found is not None
    assert found.discrimination == 1.0


def test_below_five_answers_nothing_is_told() -> None:
    found = analysis_of(TREE, responses(*[("a", 1.0)] * (FEWEST - 1)))
    assert found is not None
    assert (found.hidden, found.facility, found.discrimination, found.options) == (True, None, None, ())


@pytest.mark.parametrize("kind", ["pomost_reflection", "pomost_checklist", "pomost_model_answer", "pomost_quiz"])
def test_private_types_and_those_without_a_score_are_left_out(kind: str) -> None:
    assert analysis_of({**TREE, "type": kind}, responses(*[("a", 1.0)] * FEWEST)) is None


pairs_of_scores = st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)), max_size=30)


@given(pairs_of_scores)
def test_measures_stay_in_their_range_and_turn_with_the_scores(pairs: Sequence[tuple[float, float]]) -> None:
    turned = [(1 - score, rest) for score, rest in pairs]
    for measure in (point_biserial, upper_lower):
        found, other = measure(pairs), measure(turned)
        assert (found is None) == (other is None)
        if found is not None and other is not None:
            assert -1 <= found <= 1
            assert found == pytest.approx(-other)


def take(number: int, lesson: Lesson, *, right: int) -> None:
    user = User.objects.create_user(f"badana{number}@example.org")
    services.enrol(user=user, course=course_of(lesson))
    attempt = start_attempt(user=user, lesson=lesson, activity_id=lesson.activities[0])
    save_answers(attempt=attempt, given=answers(attempt, right=right))
    close_attempt(attempt=attempt)


@pytest.mark.django_db
def test_answers_in_quizzes_and_in_lessons_are_read_apart() -> None:
    lesson = make_quiz(bank=3, shuffle_questions=False)
    for number, right in enumerate((3, 3, 2, 1, 0)):
        take(number, lesson, right=right)
    course = make_course(lessons=1)
    for number in range(FEWEST):
        user = User.objects.create_user(f"sama{number}@example.org")
        services.enrol(user=user, course=course)
        answer(user, lessons_of(course)[0], choice=0 if number < 2 else 1)
    alone = Activity.objects.select_related("current__activity").get(pk=lessons_of(course)[0].exercises[0]).current
    assert alone is not None
    (single,) = analyses_of([alone])
    assert (single.in_quizzes.answers, single.alone.answers, single.alone.facility) == (0, FEWEST, 0.4)
    versions = [row.version for row in QuizAttempt.objects.latest("pk").answers.select_related("version__activity")]
    found = analyses_of(versions)
    assert sum(item.in_quizzes.facility or 0 for item in found) == pytest.approx(9 / 5)
    assert all(item.in_quizzes.answers == 5 for item in found)


@pytest.mark.django_db
def test_the_report_reads_as_much_for_many_questions_as_for_few() -> None:
    client = signed_in_as(EDITOR)

    def queries() -> int:
        client.get("/admin/reports/questions/?q=Szukane")
        with CaptureQueriesContext(connection) as counted:
            page = client.get("/admin/reports/questions/?q=Szukane")
        assert page.status_code == 200
        return len(counted)

    make_question("Szukane 0?")
    few = queries()
    for number in range(1, 10):
        make_question(f"Szukane {number}?")
    assert queries() == few


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [(EDITOR, 200), (REVIEWER, 302), (TRAINER, 302), (COORDINATOR, 302)])
def test_the_report_is_for_editors(role: str, status: int) -> None:
    question = make_question()
    client = signed_in_as(role)
    assert client.get("/admin/reports/questions/").status_code == status
    assert client.get(f"/admin/reports/questions/{question.uuid}/").status_code == status
    assert Client().get("/admin/reports/questions/").status_code == 302
