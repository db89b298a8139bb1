"""Services of groups: members, trainers and assignments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.models import Course, Lesson, Programme
from courses.coursework import addresses, emails, rules
from courses.coursework.errors import InvalidAssignmentError, InvalidCohortError, NotPermittedError
from courses.coursework.models import Assignment, Cohort, CohortInvitation
from courses.coursework.services.invitations import Invited, MaySend, check_published, invite_addresses, join
from people.models import User

log = structlog.get_logger("coursework")

LONGEST_NAME = 200
"""Characters of the name of a group and of the title of an assignment."""

LONGEST_INSTRUCTIONS = 20_000
"""Characters."""

FURTHEST = timedelta(days=5 * 366)
"""A due date further away is taken for a mistyped year."""


@dataclass(frozen=True, slots=True)
class AddedMembers:
    """The users newly added to the group, and the result for the addresses without an account."""

    added: list[User]
    invited: Invited


@transaction.atomic
def create_cohort(
    *,
    by: User,
    name: str,
    course: Course | None = None,
    programme: Programme | None = None,
    starts: date | None = None,
    ends: date | None = None,
    trainers: Iterable[User] = (),
) -> Cohort:
    """Creates a group for a published course or programme; a trainer who creates it becomes its trainer.

    Raises ``NotPermittedError``, and ``InvalidCohortError`` when the name is empty or too long, when not exactly one
    published course or programme is given, or when the group ends before it starts or before today.
    """
    if not rules.may_enter(by):
        raise NotPermittedError
    subject = course or programme
    if subject is None or (course and programme):
        raise InvalidCohortError(_("Choose one course or one programme."), field="subject")
    if not subject.live:
        raise InvalidCohortError(_("This course is not published."), field="subject")
    _check_cohort(name, starts, ends)
    if ends and ends < timezone.localdate():
        raise InvalidCohortError(_("This day has passed. A new group needs a later one, or none."), field="ends")
    cohort = Cohort.objects.create(name=name.strip(), course=course, programme=programme, starts=starts, ends=ends)
    _set_trainers(cohort, by, trainers)
    if rules.may_run(by) and not rules.may_manage(by):
        cohort.trainers.add(by)
    return cohort


@transaction.atomic
def update_cohort(
    *,
    by: User,
    cohort: Cohort,
    name: str,
    starts: date | None,
    ends: date | None,
    trainers: Iterable[User] | None = None,
) -> Cohort:
    """Changes name and dates. ``trainers`` replaces the trainers, which only a coordinator may do; None keeps them.

    The course cannot be changed, because members are enrolled in it. Raises ``NotPermittedError`` and
    ``InvalidCohortError``.
    """
    if not rules.may_organise(by, cohort):
        raise NotPermittedError
    _check_cohort(name, starts, ends)
    cohort.name, cohort.starts, cohort.ends = name.strip(), starts, ends
    cohort.save(update_fields=["name", "starts", "ends"])
    if trainers is not None:
        if not rules.may_manage(by):
            raise NotPermittedError
        cohort.trainers.clear()
        _set_trainers(cohort, by, trainers)
    return cohort


def _check_cohort(name: str, starts: date | None, ends: date | None) -> None:
    if not name.strip():
        raise InvalidCohortError(_("Give the group a name."), field="name")
    if len(name.strip()) > LONGEST_NAME:
        raise InvalidCohortError(_too_long(LONGEST_NAME), field="name")
    if starts and ends and ends < starts:
        raise InvalidCohortError(_("The last day is before the first one."), field="ends")


def _too_long(most: int) -> str:
    return ngettext("Write this in at most %(most)d character.", "Write this in at most %(most)d characters.", most) % {
        "most": most
    }


def _set_trainers(cohort: Cohort, by: User, trainers: Iterable[User]) -> None:
    chosen = list(trainers)
    if chosen and not rules.may_manage(by) and chosen != [by]:
        raise NotPermittedError
    for trainer in chosen:
        if not rules.may_run(trainer):
            raise InvalidCohortError(
                _("%(person)s is not a trainer.") % {"person": trainer.display_name}, field="trainers"
            )
    cohort.trainers.add(*chosen)


@transaction.atomic
def add_members(*, by: User, cohort: Cohort, text: str, may_send: MaySend) -> AddedMembers:
    """Adds people, by their addresses, to a group and its courses without an invitation.

    Only a coordinator may, for people whom their organisation signed up. They get an e-mail with a link to leave.
    Addresses that are not a confirmed one of an active user are invited. Raises ``NotPermittedError``,
    ``InvalidAddressesError`` (nobody is added then) and ``InvalidCohortError`` when the course is no longer published.
    """
    if not rules.may_manage(by):
        raise NotPermittedError
    wanted = addresses.parse(text)
    check_published(cohort)
    confirmed = EmailAddress.objects.annotate(lower=Lower("email")).filter(
        lower__in=wanted, verified=True, user__is_active=True
    )
    people: dict[str, User] = {item.lower: item.user for item in confirmed.select_related("user")}
    there = set(cohort.members.filter(user__in=people.values()).values_list("user_id", flat=True))
    added: dict[int, User] = {}
    present, unknown = [], []
    for address in wanted:
        user = people.get(address)
        if user is None:
            unknown.append(address)
        elif user.pk in there:
            present.append(address)
            join(user=user, cohort=cohort)
        elif user.pk not in added:
            join(user=user, cohort=cohort)
            added[user.pk] = user
    _tell_added(by, cohort, added.values())
    invited = invite_addresses(by=by, cohort=cohort, wanted=unknown, may_send=may_send)
    invited.present.extend(present)
    return AddedMembers(list(added.values()), invited)


def _tell_added(by: User, cohort: Cohort, added: Collection[User]) -> None:
    if not added:
        return
    log.info("coursework.members_added", by=by.pk, cohort=cohort.pk, members=[user.pk for user in added])
    cohort.invitations.pending().for_people(added).update(
        state=CohortInvitation.State.REVOKED, answered_at=timezone.now()
    )
    page = emails.absolute_url("coursework:leave", cohort.pk)
    for user in added:
        emails.send("member_added", to=user, kind=emails.GROUPS, cohort=cohort, adder=by.display_name, url=page)


@transaction.atomic
def remove_member(*, by: User, cohort: Cohort, user: User) -> None:
    """Removes a user from a group; enrolment, submissions and reviews stay. Raises ``NotPermittedError``."""
    if not rules.may_organise(by, cohort):
        raise NotPermittedError
    cohort.members.filter(user=user).delete()


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
    _check_due(due_at, assignment.due_at if assignment is not None else None)
    if assignment is None:
        assignment = Assignment(cohort=cohort, kind=kind)
    elif assignment.kind != kind:
        raise InvalidAssignmentError(
            _("A lesson cannot become a written assignment, nor the other way round."), field="kind"
        )
    assignment.lesson, assignment.title, assignment.instructions = lesson, title.strip(), instructions.strip()
    assignment.due_at = due_at
    assignment.save()
    return assignment


def _check_lesson(cohort: Cohort, lesson: Lesson) -> None:
    if not lesson.live or not any(lesson.is_descendant_of(course) for course in cohort.courses()):
        raise InvalidAssignmentError(
            _("Choose a published lesson of the course that this group takes."), field="lesson"
        )


def _check_texts(title: str, instructions: str) -> None:
    if not title:
        raise InvalidAssignmentError(_("Give the assignment a title."), field="title")
    if len(title) > LONGEST_NAME:
        raise InvalidAssignmentError(_too_long(LONGEST_NAME), field="title")
    if len(instructions) > LONGEST_INSTRUCTIONS:
        raise InvalidAssignmentError(_too_long(LONGEST_INSTRUCTIONS), field="instructions")


def _check_due(due_at: datetime | None, before: datetime | None) -> None:
    """Checks a new due date; the one it had ``before`` may stay. Compared by the minute, as form fields send it."""
    if due_at is None or (before is not None and _minute(before) == _minute(due_at)):
        return
    now = timezone.now()
    if due_at <= now:
        raise InvalidAssignmentError(_("This moment has passed. Give a later one, or none."), field="due_at")
    if due_at > now + FURTHEST:
        raise InvalidAssignmentError(_("This moment is more than five years away. Check the year."), field="due_at")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
