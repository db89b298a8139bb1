"""The best or the last attempt: one rule for the lesson, the certificate, the trainer and the summary."""

import re
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from courses.activities.exercises.quiz import BEST, LAST
from courses.activities.models import Answer, LearnerState
from courses.catalogue.models import Lesson
from courses.credentials.evidence import evidence_of
from courses.learning import services
from courses.learning.finish import ExercisesResult, exercises_result
from courses.learning.history.answers import answer_cards
from courses.learning.models import Completion, LearningEvent
from courses.learning.quizzes.services import close_attempt, save_answers, start_attempt
from people.models import User
from tests.learning.quizzes.builders import answers, course_of, make_quiz, quiz

pytestmark = pytest.mark.django_db

# Three questions: two right ones are 66%, and pass.
TAKEN = (1, 3, 2)


def take(learner: User, lesson: Lesson, *rights: int) -> None:
    for right in rights:
        attempt = start_attempt(user=learner, lesson=lesson, activity_id=lesson.activities[0])
        save_answers(attempt=attempt, given=answers(attempt, right=right))
        close_attempt(attempt=attempt)


def taken(learner: User, *rights: int, **fields: Any) -> Lesson:
    lesson = make_quiz(**fields)
    services.enrol(user=learner, course=course_of(lesson))
    take(learner, lesson, *rights)
    return lesson


def on_card(learner: User) -> float:
    return float(LearnerState.objects.get(user=learner).fields["score"])


def for_certificate(learner: User, lesson: Lesson) -> Fraction:
    (course,) = evidence_of(user=learner, subject=course_of(lesson)).choices[0].courses
    assert course.graded == 1
    return course.points


def rows(learner: User) -> list[tuple[bool | None, bool]]:
    """Of each attempt whether it was passed and whether it counts, the oldest first."""
    found = Answer.objects.of(learner).select_related("activity")
    return [(card.right, card.counts) for card in answer_cards(found, own=False)]


@pytest.mark.parametrize(
    ("counts", "score", "counting"), [(BEST, 1.0, [False, True, False]), (LAST, 2 / 3, [False, False, True])]
)
def test_one_attempt_counts_wherever_the_score_is_read(
    counts: str, score: float, counting: list[bool], learner: User
) -> None:
    lesson = taken(learner, *TAKEN, counts=counts)
    assert on_card(learner) == pytest.approx(score)
    assert float(for_certificate(learner, lesson)) == pytest.approx(score)
    assert rows(learner) == list(zip([False, True, True], counting, strict=True))


def test_a_worse_last_attempt_takes_no_completion(learner: User) -> None:
    lesson = taken(learner, 3, 0, counts=LAST)
    assert [on_card(learner), float(for_certificate(learner, lesson))] == [0.0, 0.0]
    assert Completion.objects.get(lesson=lesson.key).source == Completion.Source.EXERCISES
    assert LearnerState.objects.get(user=learner).completion == 1.0


def test_another_rule_holds_from_the_next_attempt_on(learner: User) -> None:
    lesson = taken(learner, 3, 2, counts=LAST)
    page = Lesson.objects.get(pk=lesson.pk)
    page.body = [quiz(counts=BEST)]
    page.save_revision().publish()
    page.refresh_from_db()
    assert float(for_certificate(learner, page)) == pytest.approx(2 / 3)
    take(learner, page, 0)
    assert [on_card(learner), float(for_certificate(learner, page))] == [1.0, 1.0]


def test_passing_is_what_is_right_in_a_quiz(learner: User) -> None:
    lesson = taken(learner, 1, 2)
    assert exercises_result(learner, lesson.activities) == ExercisesResult(answered=1, right=1, right_at_once=0)
    events = LearningEvent.objects.filter(actor=learner.pseudonym.uuid, record__startswith="answer:").order_by("stored")
    assert [event.statement["result"]["success"] for event in events] == [False, True]


def test_the_learners_list_names_the_attempt_that_counts(learner: User, signed_in: Client) -> None:
    taken(learner, 3, 2)
    page = signed_in.get("/moja-nauka/odpowiedzi/").content.decode()
    badges = re.findall(r'<span class="badge[^"]*">([^<]*)</span>', page)
    assert badges == ["Zaliczona", "Zaliczona", "Ta próba się liczy"]
