"""What the trainers of a learner's groups say, for certificates."""

from datetime import datetime
from typing import TYPE_CHECKING

from courses.catalogue.models import Course, Programme
from courses.coursework.models import Assignment, CohortMember, Review, Submission
from courses.coursework.states import State
from courses.learning.signals import TrainersWord

if TYPE_CHECKING:
    from people.models import User


def trainers_word(user: "User", subject: Course | Programme, *, since: datetime | None = None) -> list[TrainersWord]:
    """What is said in each group of ``user`` that takes the course or the programme itself; three queries at most.

    With ``since``, only groups that they have joined from then on say something. A decision that its author can still
    undo does not count yet.
    """
    members = CohortMember.objects.filter(user=user).select_related("cohort")
    of_subject = (
        members.filter(cohort__course=subject.pk)
        if isinstance(subject, Course)
        else members.filter(cohort__programme=subject.pk)
    )
    if since is not None:
        of_subject = of_subject.filter(created_at__gt=since)
    found = list(of_subject.order_by("cohort"))
    if not found:
        return []
    works = list(
        Assignment.objects.filter(
            cohort__in=[member.cohort_id for member in found], kind=Assignment.Kind.WRITTEN
        ).order_by("pk")
    )
    undoable = Review.objects.undoable().values("round__submission")
    accepted = set(
        Submission.objects.filter(user=user, assignment__in=works, state=State.ACCEPTED)
        .exclude(pk__in=undoable)
        .values_list("assignment_id", flat=True)
    )
    return [
        TrainersWord(
            group=member.cohort.name,
            works=tuple((work.title, work.pk in accepted) for work in works if work.cohort_id == member.cohort_id),
            attendance=member.attended_at is not None,
        )
        for member in found
    ]
