"""Learning events of submissions and reviews, in the same transaction."""

from uuid import uuid4

import pytest
from django.db import DatabaseError

from courses.coursework import services
from courses.coursework.errors import WrongStateError
from courses.coursework.models import Review, SubmissionRound
from courses.coursework.states import Decision
from courses.learning.models import Enrolment, LearningEvent
from courses.learning.services import pseudonym_of
from courses.learning.statements import ROUND, Verb, assignment_uuid
from courses.learning.verification import differences
from tests.coursework.factories import handed_in
from tests.learning.xapi import problems

pytestmark = pytest.mark.django_db


def event_of(kind, row):
    return LearningEvent.objects.get(record=f"{kind}:{row.pk}")


def test_a_hand_in_is_recorded_once_with_its_round(written, learner):
    key = uuid4()
    for _time in range(2):
        made = services.hand_in(by=learner, assignment=written, key=key, text="Moja praca")
    event = event_of("round", made)
    course = written.cohort.course
    assert (event.actor, event.verb, event.object, event.course) == (
        pseudonym_of(learner),
        Verb.SUBMITTED.iri,
        assignment_uuid(written.pk).urn,
        course.key,
    )
    assert problems(event.statement) == []
    assert event.statement["timestamp"] == made.submitted_at.isoformat()
    assert event.statement["context"]["extensions"] == {ROUND: 1}
    registration = Enrolment.objects.get(user=learner, course=course).registration
    assert event.statement["context"]["registration"] == str(registration)
    assert "Moja praca" not in str(event.statement)


@pytest.mark.parametrize(
    ("decision", "verb", "result"),
    [
        (Decision.ACCEPTED, Verb.PASSED, {"success": True, "completion": True}),
        (Decision.FAILED, Verb.FAILED, {"success": False, "completion": True}),
        (Decision.RETURNED, Verb.SCORED, {"success": False, "completion": False}),
    ],
)
def test_a_review_is_recorded_with_the_trainer_as_instructor(written, lead, decision, verb, result):
    made = handed_in(written)
    review = services.review(by=lead, round=made, decision=decision, comment="Dopisz źródła.")
    event = event_of("review", review)
    statement = event.statement
    assert problems(statement) == []
    assert (event.actor, event.verb) == (pseudonym_of(made.submission.user), verb.iri)
    assert statement["result"] == result
    assert statement["context"]["instructor"]["account"]["name"] == str(pseudonym_of(lead))
    assert "Dopisz" not in str(statement)
    assert lead.email not in str(statement)


def test_what_is_rolled_back_is_not_recorded(written, learner, lead, monkeypatch):
    made = services.hand_in(by=learner, assignment=written, key=uuid4(), text="Pierwsza")
    before = LearningEvent.objects.count()
    with pytest.raises(WrongStateError):
        services.hand_in(by=learner, assignment=written, key=uuid4(), text="Druga")

    def fail(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(LearningEvent.objects, "bulk_create", fail)
    monkeypatch.setattr(LearningEvent._default_manager, "bulk_create", fail)
    with pytest.raises(DatabaseError):
        services.review(by=lead, round=made, decision=Decision.ACCEPTED)
    assert LearningEvent.objects.count() == before
    assert not Review.objects.filter(round=made).exists()
    made.submission.refresh_from_db()
    assert made.submission.state == "submitted"


def test_hand_ins_and_reviews_are_compared_with_the_tables(written, lead):
    made = handed_in(written)
    review = services.review(by=lead, round=made, decision=Decision.ACCEPTED)
    assert list(differences()) == []
    SubmissionRound.objects.filter(pk=made.pk).update(submission=handed_in(written).submission, number=7)
    lines = list(differences())
    assert {line.partition(":")[0] for line in lines} == {"round", "review"}
    assert {line.partition(": ")[0] for line in lines} == {f"round:{made.pk}", f"review:{review.pk}"}


def test_deleting_a_group_voids_the_events_of_its_submissions(written, lead, cohort):
    made = handed_in(written)
    services.review(by=lead, round=made, decision=Decision.ACCEPTED)
    records = [f"round:{made.pk}", f"review:{made.reviews.get().pk}"]
    cohort.delete()
    assert LearningEvent.objects.filter(voids__record__in=records).count() == 2
    assert not LearningEvent.objects.in_force().filter(record__in=records).exists()
    assert list(differences()) == []
