"""Services of invitations to groups: sending, answering, revoking, leaving."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.coursework import addresses, emails, rules
from courses.coursework.errors import (
    InvalidCohortError,
    InvitationAnsweredError,
    NotPermittedError,
    TooManyInvitationsError,
)
from courses.coursework.models import Cohort, CohortInvitation, CohortMember
from courses.learning.programme_outlines import programme_outlines
from courses.learning.services import enrol
from people.emails import absolute_url
from people.models import User

State = CohortInvitation.State
MaySend = Callable[[str], bool]
"""Whether one more e-mail may be sent to an address now."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The result of inviting addresses; it does not reveal which of them have an account.

    ``sent`` got an e-mail, ``waiting`` have a pending invitation already, ``present`` belong to members, and
    ``left`` were not written to because a limit is reached.
    """

    sent: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def invite(*, by: User, cohort: Cohort, text: str, may_send: MaySend) -> Invited:
    """Invites every address in ``text``, as ``addresses.parse`` reads it, by e-mail.

    Accounts are not looked up, only the members of the group, whom ``by`` sees anyway, so the result does not reveal
    who has an account. Raises ``NotPermittedError``, ``InvalidAddressesError`` (nobody is invited then) and
    ``InvalidCohortError`` when the course is no longer published.
    """
    if not rules.may_organise(by, cohort):
        raise NotPermittedError
    wanted = addresses.parse(text)
    check_published(cohort)
    return invite_addresses(by=by, cohort=cohort, wanted=wanted, may_send=may_send)


def check_published(cohort: Cohort) -> None:
    """Raises ``InvalidCohortError`` when the group has no published course."""
    if not cohort.courses():
        raise InvalidCohortError(_("This course is not published."))


def invite_addresses(*, by: User, cohort: Cohort, wanted: Iterable[str], may_send: MaySend) -> Invited:
    """Invites addresses in lower case; the caller has checked the permission and that the course is published."""
    wanted = list(wanted)
    present, waiting = known_addresses(cohort, wanted)
    result = Invited()
    for email in wanted:
        if email in present:
            result.present.append(email)
        elif email in waiting:
            result.waiting.append(email)
        elif not may_send(email):
            result.left.append(email)
        else:
            _invite_one(by, cohort, email)
            result.sent.append(email)
    return result


def known_addresses(cohort: Cohort, addresses: Sequence[str]) -> tuple[set[str], set[str]]:
    """Those of the addresses that belong to members, and those with an invitation that waits for an answer."""
    present = cohort.members.filter(user__email__in=addresses).values_list("user__email", flat=True)
    waiting = cohort.invitations.pending().filter(email__in=addresses).values_list("email", flat=True)
    return set(present), set(waiting)


def _invite_one(by: User, cohort: Cohort, email: str) -> None:
    now = timezone.now()
    # A new invitation replaces one that was declined.
    cohort.invitations.filter(email=email, state=State.DECLINED).update(state=State.REVOKED, answered_at=now)
    invitation, made = CohortInvitation.objects.get_or_create(
        cohort=cohort, email=email, state=State.PENDING, defaults={"invited_by": by, "sent_at": now}
    )
    if made:
        _write_to(invitation)


def _write_to(invitation: CohortInvitation) -> None:
    emails.send_to_address(
        "invitation",
        to=invitation.email,
        cohort=invitation.cohort,
        inviter=invitation.invited_by.display_name if invitation.invited_by else "",
        url=absolute_url("coursework:invitation", invitation.token),
    )


@transaction.atomic
def send_invitation_again(*, by: User, invitation: CohortInvitation, may_send: MaySend) -> CohortInvitation:
    """Sends a pending invitation again.

    Raises ``NotPermittedError``, ``InvitationAnsweredError``, and ``TooManyInvitationsError``.
    """
    if not rules.may_organise(by, invitation.cohort):
        raise NotPermittedError
    locked = _locked(invitation)
    _check_pending(locked)
    if not may_send(locked.email):
        raise TooManyInvitationsError
    locked.sent_at = timezone.now()
    locked.save(update_fields=["sent_at"])
    _write_to(locked)
    return locked


@transaction.atomic
def revoke_invitation(*, by: User, invitation: CohortInvitation) -> CohortInvitation:
    """Revokes an invitation that was not accepted. Raises ``NotPermittedError`` and ``InvitationAnsweredError``."""
    if not rules.may_organise(by, invitation.cohort):
        raise NotPermittedError
    locked = _locked(invitation)
    if locked.state == State.ACCEPTED:
        raise InvitationAnsweredError
    return _answer(locked, State.REVOKED)


def is_addressee(user: User, invitation: CohortInvitation) -> bool:
    """Whether the invited address is a confirmed address of ``user``."""
    return EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()


@transaction.atomic
def accept_invitation(*, by: User, invitation: CohortInvitation) -> CohortMember:
    """Adds the invited user to the group and its courses; idempotent.

    Raises ``NotPermittedError`` when the invited address is not a confirmed one of ``by``, and
    ``InvitationAnsweredError`` when the invitation was declined or revoked, or was accepted by another user, or by one
    who has left the group since.
    """
    locked = _locked(invitation)
    if not is_addressee(by, locked):
        raise NotPermittedError
    if locked.state == State.ACCEPTED and locked.accepted_by_id == by.pk:
        member = locked.cohort.members.filter(user=by).first()
        if member is not None:
            return member
    _check_pending(locked)
    member = join(user=by, cohort=locked.cohort)
    locked.accepted_by = by
    _answer(locked, State.ACCEPTED)
    return member


def join(*, user: User, cohort: Cohort) -> CohortMember:
    """Adds ``user`` to the group and enrols them in its courses; idempotent."""
    member, _made = CohortMember.objects.get_or_create(cohort=cohort, user=user)
    outlines = programme_outlines()
    for course in cohort.courses():
        enrol(user=user, course=course, by_group=True, outlines=outlines)
    return member


@transaction.atomic
def decline_invitation(*, invitation: CohortInvitation) -> CohortInvitation:
    """Declines an invitation; the token in the e-mail is enough, no account is needed.

    Idempotent. Raises ``InvitationAnsweredError`` when it was accepted or revoked.
    """
    locked = _locked(invitation)
    if locked.state == State.DECLINED:
        return locked
    _check_pending(locked)
    return _answer(locked, State.DECLINED)


@transaction.atomic
def leave_cohort(*, by: User, cohort: Cohort) -> None:
    """Removes ``by`` from a group; enrolment, submissions and reviews stay. Raises ``NotPermittedError``."""
    deleted, _by_model = cohort.members.filter(user=by).delete()
    if not deleted:
        raise NotPermittedError


def _locked(invitation: CohortInvitation) -> CohortInvitation:
    invitations = CohortInvitation.objects.select_for_update(of=("self",)).select_related("cohort", "invited_by")
    return invitations.get(pk=invitation.pk)


def _check_pending(invitation: CohortInvitation) -> None:
    if invitation.state != State.PENDING:
        raise InvitationAnsweredError


def _answer(invitation: CohortInvitation, state: CohortInvitation.State) -> CohortInvitation:
    invitation.state, invitation.answered_at = state, timezone.now()
    invitation.save(update_fields=["state", "answered_at", "accepted_by"])
    return invitation
