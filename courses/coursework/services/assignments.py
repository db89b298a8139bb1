"""Services of assignments: set, change, close, reopen, delete."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.models import Course, Lesson
from courses.coursework import emails, rules
from courses.coursework.errors import InvalidAssignmentError, NotPermittedError, SubmissionsExistError, too_long
from courses.coursework.members import courses_taken
from courses.coursework.models import Assignment, Cohort
from people.emails import absolute_url
from people.models import User

LONGEST_TITLE = 200
"""Characters."""

LONGEST_INSTRUCTIONS = 20_000
"""Characters."""

FURTHEST = timedelta(days=5 * 366)
"""A due date further away is taken for a mistyped year."""


@transaction.atomic
def set_assignment(
    *,
    by: User,
    cohort: Cohort,
    lesson: Lesson | None = None,
    title: str = "",
    instructions: str = "",
    due_at: datetime | None = None,
    assignment: Assignment | None = None,
) -> Assignment:
    """Creates an assignment, or changes ``assignment``, whose kind stays; without ``lesson`` it is a written one.

    Only a trainer of the group may. Raises ``NotPermittedError``, and ``InvalidAssignmentError`` for a written
    assignment without a title, for a lesson that is not published or not of the group's course, for texts that are too
    long, and for a new ``due_at`` that has passed or is further away than ``FURTHEST``. An unchanged lesson or date of
    an existing assignment is not checked again.
    """
    if not rules.trains(by, cohort) or (assignment is not None and assignment.cohort_id != cohort.pk):
        raise NotPermittedError
    kind = Assignment.Kind.LESSON if lesson is not None else Assignment.Kind.WRITTEN
    if lesson is not None:
        if title.strip() or instructions.strip():
            raise InvalidAssignmentError(_("A lesson has its own title and text."), field="lesson")
        if assignment is None or assignment.lesson_id != lesson.pk:
            _check_lesson(cohort, lesson)
    else:
        _check_texts(title.strip(), instructions.strip())
    check_due(due_at, assignment.due_at if assignment is not None else None)
    if assignment is None:
        assignment = Assignment(cohort=cohort, kind=kind)
    elif assignment.kind != kind:
        raise InvalidAssignmentError(
            _("A lesson cannot become a written assignment, nor the other way round."), field="kind"
        )
    assignment.lesson, assignment.title, assignment.instructions = lesson, title.strip(), instructions.strip()
    assignment.due_at = due_at
    new = assignment.pk is None
    assignment.save()
    if new:
        _email_members(assignment, by)
    return assignment


def _email_members(assignment: Assignment, by: User) -> None:
    """Sends each member an e-mail with a link to where the task is done."""
    page = (
        absolute_url("coursework:submission", assignment.pk)
        if assignment.lesson is None
        else settings.WAGTAILADMIN_BASE_URL.rstrip("/") + str(assignment.lesson.get_url())
    )
    members = User.objects.filter(cohort_memberships__cohort=assignment.cohort_id).exclude(pk=by.pk)
    emails.send("assignment_set", to=members, kind=emails.TASKS, assignment=assignment, url=page)


def _check_lesson(cohort: Cohort, lesson: Lesson) -> None:
    if not lesson.live or not any(lesson.is_descendant_of(course) for course in cohort.courses()):
        raise InvalidAssignmentError(
            _("Choose a published lesson of the course that this group takes."), field="lesson"
        )


def _is_taken(cohort: Cohort, lesson: Lesson) -> bool:
    """Whether the lesson, published or not, is in a course of the group."""
    taken = courses_taken([cohort])[cohort.pk]
    return Course.objects.filter(pk__in=taken, path=lesson.course_path).exists()


def _check_texts(title: str, instructions: str) -> None:
    if not title:
        raise InvalidAssignmentError(_("Give the assignment a title."), field="title")
    if len(title) > LONGEST_TITLE:
        raise InvalidAssignmentError(too_long(LONGEST_TITLE), field="title")
    if len(instructions) > LONGEST_INSTRUCTIONS:
        raise InvalidAssignmentError(too_long(LONGEST_INSTRUCTIONS), field="instructions")


def check_due(due_at: datetime | None, before: datetime | None) -> None:
    """Raises ``InvalidAssignmentError`` for a new due date out of range; the one it had ``before`` may stay.

    Compared by the minute, as form fields send it.
    """
    if due_at is None or (before is not None and _minute(before) == _minute(due_at)):
        return
    now = timezone.now()
    if due_at <= now:
        raise InvalidAssignmentError(_("This moment has passed. Give a later one, or none."), field="due_at")
    if due_at > now + FURTHEST:
        raise InvalidAssignmentError(_("This moment is more than five years away. Check the year."), field="due_at")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


@transaction.atomic
def close_assignment(*, by: User, assignment: Assignment) -> Assignment:
    """Closes an assignment: nothing can be handed in any more, what was handed in stays; idempotent.

    Only a trainer of the group may. Raises ``NotPermittedError``.
    """
    locked = _locked(by, assignment)
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
    return locked


@transaction.atomic
def reopen_assignment(*, by: User, assignment: Assignment) -> Assignment:
    """Opens a closed assignment again; idempotent. Only a trainer of the group may.

    Raises ``NotPermittedError``, and ``InvalidAssignmentError`` for a lesson that was moved to a course that the group
    does not take: nobody could do it.
    """
    locked = _locked(by, assignment)
    if locked.lesson is not None and not _is_taken(locked.cohort, locked.lesson):
        raise InvalidAssignmentError(_("The lesson is in no course of this group any more, so the task stays closed."))
    locked.closed_at = None
    locked.save(update_fields=["closed_at"])
    return locked


@transaction.atomic
def delete_assignment(*, by: User, assignment: Assignment) -> None:
    """Deletes an assignment with the drafts, unsent texts and extensions that belong to it.

    Only a trainer of the group may. Raises ``NotPermittedError``, and ``SubmissionsExistError`` where anything was
    handed in, also by people who have left the group: such an assignment can be closed.
    """
    locked = _locked(by, assignment)
    # Hand-ins hold the row of their submission, so those under way are waited for.
    submissions = list(locked.submissions.select_for_update())
    number = sum(submission.submitted_at is not None for submission in submissions)
    if number:
        raise SubmissionsExistError(number)
    locked.delete()


def _locked(by: User, assignment: Assignment) -> Assignment:
    """Returns the assignment, locked, for a trainer of its group. Raises ``NotPermittedError``."""
    if not rules.trains(by, assignment.cohort):
        raise NotPermittedError
    locked = Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if locked is None:
        raise NotPermittedError
    return locked
