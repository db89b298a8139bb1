"""Random courses, edits, enrolments, answers made offline and clocks that are off: all figures equal the model.

What the learner, the trainer and the certificate count is read after every step and compared with ``model``, a pure
description of what has to hold; so are the rows and the learning events behind it.
"""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from django.db import transaction
from django.test import RequestFactory
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from courses.activities.models import Answer, LearnerState
from courses.coursework.member_record import member_record
from courses.coursework.members import members_progress
from courses.coursework.models import Cohort
from courses.credentials.evidence import evidence_of
from courses.learning import dashboard, rebuilding, verification
from courses.learning.missing import missing_lessons
from courses.learning.models import Completion, Enrolment, LearningEvent
from tests.learning import model
from tests.learning.world import Person, World, random_shapes, random_steps

CHECK_ALL = 5
"""After so many steps each, what is slow to read is compared too."""


class CheckedWorld(World):
    """What holds after every step."""

    def check(self, *, everything: bool) -> None:
        request = RequestFactory().get("/")
        told = {item.user.pk: item.courses for item in members_progress([self.cohort], request)}
        for person in self.people:
            self._check_rows(person)
            if person.model.pinned is None:
                assert told[person.user.pk] == []
                assert not Enrolment.objects.filter(user=person.user).exists()
                continue
            person.model.look()
            expected = person.model.figures()
            self._check_fall(person, expected)
            (own,) = dashboard.course_progress(dashboard.enrolments_of(person.user), request)
            (trainers,) = told[person.user.pk]
            for item in (own, trainers):
                assert list(item.progress.counted) == [self.keys[name] for name in expected.counted]
                assert list(item.progress.missing) == expected.missing
                assert item.progress.percent == expected.percent <= 100
                assert (item.finished, item.may_finish) == (expected.completed, expected.may_finish)
            self._check_evidence(person, expected)
            if everything:
                (record,) = member_record(self.cohort, person.user, request, reader=self.trainer).courses
                said = () if own.finished else missing_lessons(own, request)
                assert (record.label, record.missing) == (own.label, said)
        self._check_events(everything=everything)

    def _check_evidence(self, person: Person, expected: model.Figures) -> None:
        """What a certificate is decided on."""
        (evidence,) = evidence_of(user=person.user, subject=self.page).choices[0].courses
        assert (evidence.enrolled, evidence.lessons) == (True, len(expected.counted))
        assert list(evidence.missing) == [expected.counted[number - 1] for number in expected.missing]
        assert evidence.completed == expected.completed
        assert (list(evidence.known), evidence.verified) == (expected.known, expected.verified)
        assert (evidence.graded, evidence.points) == (expected.graded, Fraction(expected.points))

    def _check_rows(self, person: Person) -> None:
        """Nothing is lost, nothing is recorded twice, and only the learner takes a completion back."""
        learner = person.model
        completions = Completion.objects.filter(enrolment__user=person.user)
        rows = Counter((row.lesson, str(row.source)) for row in completions)
        assert rows == Counter((self.keys[name], source) for name, source in learner.done.items())
        answers = Answer.objects.of(person.user)
        recorded = Counter((str(row.key), row.activity_id, row.response[0][1]) for row in answers)
        assert recorded == Counter(
            (key, self.activities[name], f"{name}-{option}") for key, name, option in learner.answers
        )
        states = {
            row.activity_id: (row.fields["selected"], row.fields["attempts"], row.completion)
            for row in LearnerState.objects.filter(user=person.user, root=True)
        }
        attempts = Counter(name for _key, name, _option in learner.answers)
        assert states == {
            self.activities[name]: ([f"{name}-{option}"], attempts[name], float(name in learner.solved))
            for name, (option, _when) in learner.shown.items()
        }
        kept = {(row.pk, row.lesson): str(row.source) for row in completions}
        taken_back = {source for row, source in person.completions.items() if row not in kept}
        assert taken_back <= ({model.MANUAL} if person is self.withdrawing else set())
        person.completions = kept

    def _check_fall(self, person: Person, expected: model.Figures) -> None:
        """The percentage falls by the learner's own act only, whatever editors take out and put back."""
        least = person.model.least_percent()
        if person is not self.withdrawing:
            assert least >= person.least
            assert expected.percent >= person.percent
        assert expected.percent >= least
        person.percent, person.least = expected.percent, least

    def _check_events(self, *, everything: bool) -> None:
        if everything:
            assert [item.text for item in rebuilding.differences()] == []
            assert list(verification.differences()) == []
        told = Counter(
            record.partition(":")[0] for record in LearningEvent.objects.in_force().values_list("record", flat=True)
        )
        people = [person.model for person in self.people]
        assert told == +Counter(
            {
                "enrolment": sum(learner.pinned is not None for learner in people),
                "answer": sum(len(learner.answers) for learner in people),
                "completion": sum(len(learner.done) for learner in people),
                "course": sum(learner.completed for learner in people),
            }
        )


@pytest.fixture
def nothing_learned(db: None) -> None:
    """Deletes what the demo's people have learned, so that all events are of the test."""
    for model_class in (LearningEvent, Answer, LearnerState):
        rows = model_class._default_manager.all()
        rows._raw_delete(rows.db)
    Cohort.objects.all().delete()
    Enrolment.objects.all().delete()


@pytest.mark.timeout(900)  # for making a failure small
@pytest.mark.usefixtures("nothing_learned")
@settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=True))  # drawn one by one, steps would repeat too much
def test_every_figure_equals_the_model(dice: Random) -> None:
    with transaction.atomic():
        world = CheckedWorld(random_shapes(dice))
        for number, step in enumerate(random_steps(dice), start=1):
            note(f"{number}. {step.act}, person {step.person}, place {step.place}")
            world.take(step)
            world.check(everything=number % CHECK_ALL == 0)
        transaction.set_rollback(True)
