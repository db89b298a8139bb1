"""Any sequence of answers to an exercise of any scored type gives what a small model says, through the services.

Answers are right, partly right, wrong or refused, sent again, sent late, and with another form under the same key; the
right answer is shown on request, a case is begun anew, and an editor publishes another version in between.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises import OWN
from courses.activities.extracts import ExerciseSource
from courses.activities.given import Pairs
from courses.activities.models import Answer, LearnerState
from courses.activities.runtime import PomostRuntime, StateStore
from courses.activities.scores import scores_of
from courses.activities.services import publish_exercises
from courses.catalogue.models import Course, Lesson
from courses.credentials.evidence import evidence_of
from courses.learning import services
from courses.learning.models import Completion
from people.models import User
from tests.activities.defined import KINDS, Definition, Reply, definition
from tests.courses_tree import lessons_of, make_course

pytestmark = pytest.mark.django_db

SHOWN_AFTER = 3
YESTERDAY = timezone.now() - timedelta(days=1)


@dataclass
class Model:
    """What has to hold of one learner in one exercise."""

    scores: list[float | None] = field(default_factory=list)
    attempts: int = 0
    solved: bool = False
    complete: bool = False
    revealed: bool = False
    shown: Pairs | None = None
    shown_made: tuple[int, int] = (0, -1)

    def left(self, most: int) -> bool:
        return not most or self.attempts < most

    def may_reveal(self, most: int) -> bool:
        tried = self.attempts >= most if most else self.attempts >= SHOWN_AFTER
        return self.revealed or (tried and not self.solved)

    def answer(self, reply: Reply, most: int, made: tuple[int, int]) -> bool:
        """Whether the answer is taken; ``made`` orders answers by when they were given."""
        if reply.refused or not self.left(most):
            return False
        self.attempts += 1
        self.solved = self.solved or reply.complete
        self.complete = self.complete or self.solved or not self.left(most)
        self.scores.append(None if self.revealed else reply.score)
        if made >= self.shown_made:
            self.shown, self.shown_made = reply.pairs, made
        return True

    @property
    def best(self) -> float | None:
        return max((score for score in self.scores if score is not None), default=None)


class Answering(RuleBasedStateMachine):
    """One learner at one exercise; everything is taken back at the end."""

    kind: ClassVar[str]
    lesson: ClassVar[Lesson]
    learner: ClassVar[User]

    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model, self.clock = Model(), 0
        (self.activity,) = self.lesson.activities
        self.forms: dict[UUID, Pairs] = {}

    def teardown(self) -> None:
        (course,) = (
            evidence_of(user=self.learner, subject=Course.objects.get(path=self.lesson.course_path)).choices[0].courses
        )
        assert course.graded == 1
        assert float(course.points) == pytest.approx(self.model.best or 0.0)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(data=st.data())
    def write(self, data: st.DataObject) -> None:
        self.publish(data)

    @rule(data=st.data())
    def publish(self, data: st.DataObject) -> None:
        """An editor publishes another version, with other answers right, worded otherwise, or with another limit."""
        self.definition: Definition = data.draw(definition(self.kind))
        source = ExerciseSource(uuid=self.activity, title="Ćwiczenie", tree=self.definition.tree)
        publish_exercises(container=self.lesson.key, exercises=[source])

    def _send(self, key: UUID, pairs: Pairs, *, made_at: datetime | None = None) -> bool | None:
        """Whether the answer had been recorded before; None where it is refused."""
        try:
            answered = services.answer_exercise(
                user=self.learner,
                lesson=self.lesson,
                activity_id=self.activity,
                form=list(pairs),
                key=key,
                made_at=made_at,
            )
        except InvalidAnswerError:
            return None
        return answered.outcome.repeated

    def _answer(self, key: UUID, reply: Reply, *, offline: int | None = None) -> None:
        self.clock += 1
        made = (1, self.clock) if offline is None else (0, offline)
        made_at = None if offline is None else YESTERDAY + timedelta(seconds=offline)
        if self.forms.get(key) == reply.pairs:
            assert self._send(key, reply.pairs, made_at=made_at) is True
            return
        taken = self.model.answer(reply, self.definition.most, made)
        assert self._send(key, reply.pairs, made_at=made_at) is (False if taken else None)
        if taken:
            self.forms[key] = reply.pairs

    @rule(target=sent, data=st.data())
    def answer(self, data: st.DataObject) -> tuple[UUID, Reply]:
        key, reply = uuid4(), data.draw(self.definition.replies)
        self._answer(key, reply)
        return key, reply

    @rule(target=sent, data=st.data(), seconds=st.integers(0, 9))
    def answer_that_waited(self, data: st.DataObject, seconds: int) -> tuple[UUID, Reply]:
        """Given without a connection yesterday, and sent only now."""
        key, reply = uuid4(), data.draw(self.definition.replies)
        self._answer(key, reply, offline=seconds)
        return key, reply

    @rule(answer=sent)
    def send_again(self, answer: tuple[UUID, Reply]) -> None:
        """Its acknowledgement was lost. What was recorded is not recorded again, whatever has happened since."""
        key, reply = answer
        if self.forms.get(key) == reply.pairs:
            self._answer(key, reply)

    @rule(answer=sent, data=st.data())
    def answer_otherwise_under_the_same_key(self, answer: tuple[UUID, Reply], data: st.DataObject) -> None:
        """As after going back in the browser."""
        self._answer(answer[0], data.draw(self.definition.replies))

    @precondition(lambda self: self.kind != "branching")
    @rule()
    def ask_for_the_right_answer(self) -> None:
        taken = self.model.may_reveal(self.definition.most)
        assert self._send(uuid4(), [("reveal", "1")]) is (False if taken else None)
        if taken:
            self.model.revealed = True
            self.model.scores.append(None)

    @precondition(lambda self: self.kind == "branching" and self.model.shown)
    @rule()
    def begin_anew(self) -> None:
        assert self._send(uuid4(), [("restart", "1")]) is False
        self.model.shown = []
        self.model.scores.append(None)

    @invariant()
    def rows_are_as_the_model_says(self) -> None:
        answers = Answer.objects.of(self.learner).filter(activity=self.activity)
        assert list(answers.values_list("score", flat=True)) == [_near(score) for score in self.model.scores]
        found = [score.share for score in scores_of(answers).values()]
        assert [float(share) for share in found] == ([] if self.model.best is None else [_near(self.model.best)])
        assert all(isinstance(share, Fraction) for share in found)
        state = LearnerState.objects.filter(user=self.learner, activity=self.activity).first()
        fields: dict[str, Any] = state.fields if state else {}
        told = {
            name: fields.get(name, default)
            for name, default in (("attempts", 0), ("solved", False), ("revealed", False))
        }
        assert told == {"attempts": self.model.attempts, "solved": self.model.solved, "revealed": self.model.revealed}
        assert (state.completion if state else 0.0) == float(self.model.complete)
        assert Completion.objects.filter(lesson=self.lesson.key).count() == self.model.complete

    @invariant()
    def the_last_answer_given_is_shown(self) -> None:
        store = StateStore.load(user_id=self.learner.pk, activities=[self.activity])
        runtime = PomostRuntime(activity=self.activity, tree=self.definition.tree, user_id=self.learner.pk, store=store)
        assert sorted(runtime.root().recorded().pairs()) == sorted(self.model.shown or [])


def _near(score: float | None) -> Any:
    return None if score is None else pytest.approx(score)


@pytest.fixture
def answering(db: None, learner: User) -> type[Answering]:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    (lesson,) = lessons_of(course)
    return type("Answering", (Answering,), {"lesson": lesson, "learner": learner})


def test_every_scored_type_is_among_them() -> None:
    assert {block_type for block_type, _content in KINDS.values()} == {kind.TYPE for kind in OWN if kind.has_score}


@pytest.mark.parametrize("kind", KINDS)
def test_any_answers_retakes_drops_and_repeats_give_the_score_of_the_model(
    answering: type[Answering], kind: str
) -> None:
    answering.kind = kind
    run_state_machine_as_test(
        answering,
        settings=settings(
            max_examples=8,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
