"""Services of groups: members and trainers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import structlog
from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.models import Course, Programme
from courses.coursework import addresses, emails, rules
from courses.coursework.errors import InvalidCohortError, NotPermittedError, too_long
from courses.coursework.models import Cohort, CohortInvitation
from courses.coursework.services.invitations import Invited, MaySend, check_published, invite_addresses, join
from people.emails import absolute_url
from people.models import User

log = structlog.get_logger("coursework")

LONGEST_NAME = 200
"""Characters of the name of a group."""


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
        raise InvalidCohortError(too_long(LONGEST_NAME), field="name")
    if starts and ends and ends < starts:
        raise InvalidCohortError(_("The last day is before the first one."), field="ends")


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
    page = absolute_url("coursework:leave", cohort.pk)
    emails.send("member_added", to=added, kind=emails.GROUPS, cohort=cohort, adder=by.display_name, url=page)


@transaction.atomic
def remove_member(*, by: User, cohort: Cohort, user: User) -> None:
    """Removes a user from a group; enrolment, submissions and reviews stay. Raises ``NotPermittedError``."""
    if not rules.may_organise(by, cohort):
        raise NotPermittedError
    cohort.members.filter(user=user).delete()
