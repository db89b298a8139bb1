"""Learning events of submissions and reviews, and the tables that they record."""

from collections.abc import Collection, Iterator
from datetime import datetime

from courses.coursework.models import Assignment, Review, SubmissionRound
from courses.coursework.states import Decision
from courses.learning import records, statements
from courses.learning.happened import course_object
from courses.learning.models import Enrolment
from courses.learning.records import Record, chosen
from courses.learning.services import pseudonym_of, record_events
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb, assignment_uuid
from people.models import User

# A returned submission has a result, but has neither passed nor failed yet.
VERBS = {Decision.ACCEPTED: Verb.PASSED, Decision.FAILED: Verb.FAILED, Decision.RETURNED: Verb.SCORED}


def record_hand_in(made: SubmissionRound) -> None:
    """Records that a round was submitted, in the same transaction."""
    submission = made.submission
    record_events(
        [
            _statement(
                f"round:{made.pk}",
                submission.user,
                submission.assignment,
                verb=Verb.SUBMITTED,
                happened_at=made.submitted_at,
                number=made.number,
            )
        ]
    )


def record_review(review: Review) -> None:
    """Records a review, without its comment, in the same transaction."""
    made = review.round
    decision = Decision(review.decision)
    passed = decision == Decision.ACCEPTED
    record_events(
        [
            _statement(
                f"review:{review.pk}",
                made.submission.user,
                made.submission.assignment,
                verb=VERBS[decision],
                happened_at=review.created_at,
                number=made.number,
                reviewer=review.reviewer,
                result=statements.result(success=passed, completion=decision != Decision.RETURNED),
            )
        ]
    )


def _statement(
    record: str,
    user: User,
    assignment: Assignment,
    *,
    verb: Verb,
    happened_at: datetime,
    number: int,
    reviewer: User | None = None,
    result: dict[str, object] | None = None,
) -> StatementData:
    """A statement about a submission of ``user``; without a course where the group takes a programme."""
    course = assignment.cohort.course
    enrolment = Enrolment.objects.filter(user=user, course=course).only("registration").first() if course else None
    return StatementData(
        record=record,
        actor=pseudonym_of(user),
        verb=verb,
        object=ActivityObject(assignment_uuid(assignment.pk), Kind.ASSIGNMENT, assignment.title),
        happened_at=happened_at,
        course=course_object(course) if course else None,
        registration=enrolment.registration if enrolment else None,
        instructor=pseudonym_of(reviewer) if reviewer else None,
        result=result or {},
        extensions={statements.ROUND: number},
    )


def register_records() -> None:
    """Called once, when Django is ready."""
    records.register("round", _rounds, model=SubmissionRound)
    records.register("review", _reviews, model=Review)


def _rounds(ids: Collection[int] | None) -> Iterator[Record]:
    rows = chosen(SubmissionRound.objects.all(), ids).values_list(
        "pk", "submission__user__pseudonym__uuid", "submission__assignment", "submitted_at"
    )
    for pk, actor, assignment, moment in rows.iterator():
        yield Record(f"round:{pk}", actor, Verb.SUBMITTED.iri, assignment_uuid(assignment).urn, moment)


def _reviews(ids: Collection[int] | None) -> Iterator[Record]:
    rows = chosen(Review.objects.all(), ids).values_list(
        "pk", "round__submission__user__pseudonym__uuid", "round__submission__assignment", "created_at", "decision"
    )
    for pk, actor, assignment, moment, decision in rows.iterator():
        verb = VERBS[Decision(decision)]
        yield Record(f"review:{pk}", actor, verb.iri, assignment_uuid(assignment).urn, moment)
