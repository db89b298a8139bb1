"""Any sequence of steps at a quiz gives what a small model says: begin, save, close, repeats, late answers, retakes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.activities.exercises.quiz import BEST, LAST
from courses.activities.models import Answer, LearnerState
from courses.catalogue.models import Lesson
from courses.learning import services
from courses.learning.errors import NotAllowedError
from courses.learning.models import Completion, QuizAttempt
from courses.learning.quizzes.errors import AttemptClosedError
from courses.learning.quizzes.models import GRACE
from courses.learning.quizzes.services import close_attempt, save_answers, start_attempt
from people.models import User
from tests.learning.quizzes.builders import answers, course_of, make_quiz

QUESTIONS, PASS_MARK, MINUTES = 3, 60, 10
END = timedelta(minutes=MINUTES)

STEPS = st.one_of(
    st.just(("begin", 0)),
    st.tuples(st.just("save"), st.integers(0, QUESTIONS)),
    st.just(("close", 0)),
    st.tuples(st.just("wait"), st.sampled_from([60, 400, int((END + GRACE).total_seconds()) + 1])),
    st.tuples(st.just("late"), st.integers(0, QUESTIONS)),
)


@dataclass
class Model:
    """What has to hold, in plain Python: times in seconds, saved answers as how many are right."""

    most: int
    counts: str
    scores: list[float] = field(default_factory=list)
    saved: int | None = None
    begun: int = 0

    def over(self, now: int) -> bool:
        return self.saved is not None and now > self.begun + int((END + GRACE).total_seconds())

    def begin(self, now: int) -> None:
        if self.over(now):
            self.close()
        if self.saved is None and (not self.most or len(self.scores) < self.most):
            self.saved, self.begun = 0, now

    def save(self, right: int, now: int) -> None:
        if self.over(now):
            self.close()
        elif self.saved is not None:
            self.saved = right

    def close(self) -> None:
        if self.saved is not None:
            self.scores.append(self.saved / QUESTIONS)
            self.saved = None

    @property
    def score(self) -> float:
        return (max(self.scores) if self.counts == BEST else self.scores[-1]) if self.scores else 0.0

    @property
    def passed(self) -> bool:
        return any(score * 100 >= PASS_MARK for score in self.scores)


@pytest.fixture
def lessons(db: None, learner: User) -> dict[tuple[int, str], Lesson]:
    found: dict[tuple[int, str], Lesson] = {}
    for most, counts in ((0, BEST), (2, LAST)):
        lesson = make_quiz(
            bank=5 if not found else 0, pass_mark=PASS_MARK, minutes=MINUTES, max_attempts=most or None, counts=counts
        )
        services.enrol(user=learner, course=course_of(lesson))
        found[most, counts] = lesson
    return found


class UndoneError(Exception):
    """Takes back what an example wrote."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14), place=st.integers(0, 1))
def test_any_steps_give_the_score_of_the_model(
    steps: Sequence[tuple[str, int]], place: int, lessons: dict[tuple[int, str], Lesson], learner: User
) -> None:
    (most, counts), lesson = list(lessons.items())[place]
    with suppress(UndoneError), transaction.atomic():
        _check(steps, Model(most, counts), lesson, learner)
        raise UndoneError


def _check(steps: Sequence[tuple[str, int]], model: Model, lesson: Lesson, learner: User) -> None:
    start, now = timezone.now(), 0
    attempt: QuizAttempt | None = None
    for name, value in steps:
        at = start + timedelta(seconds=now)
        match name:
            case "begin":
                model.begin(now)
                attempt = _begin(lesson, learner, at) or attempt
            case "save" | "late" if attempt is not None:
                closed = QuizAttempt.objects.filter(pk=attempt.pk, closed_at=None).first() is None
                if name == "late" and not closed:
                    continue
                model.save(value, now)
                _save(attempt, value, at)
            case "close" if attempt is not None:
                model.close()
                close_attempt(attempt=attempt, at=at)
            case "wait":
                now += value
    _compare(model, lesson, learner)


def _begin(lesson: Lesson, learner: User, at: datetime) -> QuizAttempt | None:
    try:
        return start_attempt(user=learner, lesson=lesson, activity_id=lesson.activities[0], at=at)
    except NotAllowedError:
        return None


def _save(attempt: QuizAttempt, right: int, at: datetime) -> None:
    given_now = answers(attempt, right=right)
    for _repeat in range(2):  # sent twice, as after a lost connection
        try:
            save_answers(attempt=attempt, given=given_now, at=at)
        except AttemptClosedError:
            return


def _compare(model: Model, lesson: Lesson, learner: User) -> None:
    attempts = QuizAttempt.objects.filter(user=learner, activity=lesson.activities[0])
    scores = list(attempts.filter(closed_at__isnull=False).values_list("score", flat=True))
    assert scores == pytest.approx(model.scores)
    assert (
        list(Answer.objects.of(learner).filter(activity=lesson.activities[0]).values_list("score", flat=True)) == scores
    )
    assert attempts.under_way().count() == (model.saved is not None)
    states = LearnerState.objects.filter(user=learner, activity=lesson.activities[0])
    fields: dict[str, Any] = states.get().fields if states.exists() else {}
    assert fields.get("score", 0.0) == pytest.approx(model.score)
    assert fields.get("passed", False) == model.passed
    assert fields.get("attempts", 0) == len(model.scores)
    assert Completion.objects.filter(lesson=lesson.key).count() == model.passed
