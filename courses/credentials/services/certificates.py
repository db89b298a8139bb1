"""Services of certificates: issuing, renewing, revoking, replacing, and choosing what others see."""

import secrets
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log as log_action

from courses.catalogue.models import Course, Programme
from courses.catalogue.totals import Choice, totals_of
from courses.credentials import permissions
from courses.credentials.achievements import Achievement, achievement_of
from courses.credentials.decision import Decision, Evidence, decide
from courses.credentials.errors import CredentialError, NotMetError, NotOfferedError, NotPermittedError
from courses.credentials.evidence import evidence_of
from courses.credentials.models import (
    Certificate,
    CertificateRule,
    CredentialSettings,
    Document,
    Replacement,
    Snapshot,
    State,
    rule_of,
)
from courses.credentials.numbers import new_number
from people.models import User
from publishing.progress_drawing import MAX_STEPS

log = structlog.get_logger("credentials")

STATUS_BITS = 2**17
"""The bits of a status list; as long as this, so that a bit does not tell whose it is."""


@transaction.atomic
def issue(*, user: User, subject: Course | Programme, name: str) -> Certificate:
    """Issues the certificate of ``subject`` to ``user``, or returns the one that was issued before.

    ``name`` is the name that they have confirmed: it must be that of their account still. Raises ``NotOfferedError``
    without a published rule, ``NotPermittedError`` for a document that the site's owner may not issue,
    ``NotMetError`` with what is missing, and ``CredentialError`` for a name that is missing or another.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two requests at once issue one certificate
    if known := issued_to(user=user, subject=subject):
        return known
    snapshot, expires_on = _earned(user, subject, name)
    certificate = _create(
        user=user,
        course=subject if isinstance(subject, Course) else None,
        programme=subject if isinstance(subject, Programme) else None,
        snapshot=snapshot.as_json(),
        expires_on=expires_on,
    )
    log_action(instance=certificate, action="credentials.issue", user=user)
    log.info("credentials.issued", user=user.pk, certificate=certificate.pk)
    return certificate


@transaction.atomic
def renew(*, user: User, certificate: Certificate, name: str) -> Certificate:
    """Replaces an expired certificate by one of today, if its rule is met again.

    What others than the learner have seen counts only since the expired one was issued. The old number tells the new
    one, unless the name has changed meanwhile. Repeating it returns the same certificate. Raises ``NotPermittedError``
    for others than the holder, ``CredentialError`` for a certificate that has not expired, and what ``issue`` raises.
    """
    User.objects.select_for_update().get(pk=user.pk)
    old = (
        Certificate.objects.select_for_update(of=("self",)).select_related("course", "programme").get(pk=certificate.pk)
    )
    if not permissions.holds(user, old):
        raise NotPermittedError(_("Only the holder may have a certificate renewed."))
    if old.state == State.REPLACED:
        return Certificate.objects.get(replaces=old)
    if old.state != State.EXPIRED:
        raise CredentialError(_("Only an expired certificate can be renewed."))
    subject = old.course or old.programme
    if subject is None:
        raise NotOfferedError(_("No certificate is issued here."))
    snapshot, expires_on = _earned(user, subject, name, since=old.issued_at)
    same = snapshot.name == old.snapshot["name"]
    made = _replace(
        old,
        Replacement.RENEWAL if same else Replacement.NAME,
        snapshot=snapshot.as_json(),
        expires_on=expires_on,
    )
    log_action(instance=made, action="credentials.renew", user=user, data={"replaces": old.number})
    log.info("credentials.renewed", user=user.pk, certificate=made.pk)
    return made


def issued_to(*, user: User, subject: Course | Programme) -> Certificate | None:
    """The certificate of ``user`` for ``subject`` that was not replaced; also a revoked or an expired one."""
    of_user = Certificate.objects.of(user)
    return (
        of_user.filter(course=subject) if isinstance(subject, Course) else of_user.filter(programme=subject)
    ).first()


@transaction.atomic
def revoke(*, by: User, certificate: Certificate, reason: str) -> Certificate:
    """Revokes a certificate for good; whoever checks it sees the reason and the date. Repeating it changes nothing.

    Raises ``NotPermittedError`` without the permission and for one's own, and ``CredentialError`` without a reason.
    """
    if not permissions.may_revoke(by) or permissions.holds(by, certificate):
        raise NotPermittedError(_("You may not revoke this certificate."))
    reason = " ".join(reason.split())
    if not reason:
        raise CredentialError(_("Give the reason: it is shown to whoever checks the certificate."))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked_at is not None:
        return locked
    Certificate.objects.filter(pk=locked.pk).update(
        revoked_at=timezone.now(), revoked_by=by, revocation_reason=reason[:300]
    )
    locked.refresh_from_db()
    log_action(instance=locked, action="credentials.revoke", user=by, data={"reason": locked.revocation_reason})
    log.info("credentials.revoked", by=by.pk, certificate=locked.pk)
    return locked


@transaction.atomic
def reissue(*, user: User, certificate: Certificate, name: str) -> Certificate:
    """Replaces a valid certificate after a change of name; everything else, dates too, stays as it was.

    The old number is told to be replaced, and the old name is deleted from it. Repeating it returns the same
    certificate. Raises ``NotPermittedError`` for others than the holder, ``CredentialError`` where the name is the
    same, missing or not that of the account, and for a certificate that is not valid.
    """
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not permissions.holds(user, old):
        raise NotPermittedError(_("Only the holder may have a certificate replaced."))
    if old.state == State.REPLACED:
        return Certificate.objects.get(replaces=old)
    if old.state != State.VALID:
        raise CredentialError(_("Only a valid certificate can be replaced."))
    confirmed = _confirmed_name(user, name)
    if confirmed == old.snapshot["name"]:
        raise CredentialError(_("The certificate has this name already."))
    made = _replace(old, Replacement.NAME, snapshot={**old.snapshot, "name": confirmed}, expires_on=old.expires_on)
    log_action(instance=made, action="credentials.reissue", user=user, data={"replaces": old.number})
    log.info("credentials.reissued", user=user.pk, certificate=made.pk)
    return made


@transaction.atomic
def choose_visibility(*, user: User, certificate: Certificate, name: str, outcomes: bool) -> None:
    """Sets what whoever checks the number sees. Raises ``NotPermittedError`` for others than the holder."""
    if not permissions.holds(user, certificate):
        raise NotPermittedError(_("Only the holder chooses what others see."))
    Certificate.objects.filter(pk=certificate.pk).update(
        name_visibility=Certificate.Visibility(name), outcomes_visible=outcomes
    )


def _earned(
    user: User, subject: Course | Programme, name: str, *, since: datetime | None = None
) -> tuple[Snapshot, date | None]:
    """What a certificate of today says, and its last day; raises what ``issue`` raises."""
    rule = rule_of(subject)
    if rule is None or not subject.live:
        raise NotOfferedError(_("No certificate is issued here."))
    settings = CredentialSettings.current()
    if rule.document_kind == Document.POSTGRADUATE and not settings.is_entitled:
        raise NotPermittedError(
            _("The owner of this site may not issue a świadectwo of postgraduate studies, only certificates.")
        )
    evidence = evidence_of(user=user, subject=subject, since=since)
    decision = decide(rule.conditions, evidence)
    if not decision.met:
        raise NotMetError(decision.missing)
    snapshot = _snapshot(_confirmed_name(user, name), subject, rule, settings, evidence, decision)
    return snapshot, _expiry(snapshot.issued_on, rule.valid_months)


def _replace(
    old: Certificate, reason: Replacement, *, snapshot: dict[str, Any], expires_on: date | None
) -> Certificate:
    """Makes the certificate that replaces ``old``, which loses its name; what others may see stays as chosen."""
    Certificate.objects.filter(pk=old.pk).update(replaced_at=timezone.now(), replaced_for=reason)
    made = _create(
        user_id=old.user_id,
        course_id=old.course_id,
        programme_id=old.programme_id,
        snapshot=snapshot,
        expires_on=expires_on,
        name_visibility=old.name_visibility,
        outcomes_visible=old.outcomes_visible,
        replaces=old,
    )
    Certificate.objects.filter(pk=old.pk).strip_names(keep=False)
    return made


def _confirmed_name(user: User, name: str) -> str:
    current = user.get_full_name()
    if not (user.first_name.strip() and user.last_name.strip()):
        raise CredentialError(
            _("Your account has no first and last name yet. Add them, and the certificate names you.")
        )
    if name != current:
        raise CredentialError(_("The name of your account has changed in the meantime. Check it once more."))
    return current


def _snapshot(
    name: str,
    subject: Course | Programme,
    rule: CertificateRule,
    settings: CredentialSettings,
    evidence: Evidence,
    decision: Decision,
) -> Snapshot:
    return Snapshot(
        name=name,
        document=rule.document_kind,
        achievement=_achievement(subject, evidence),
        issuer=settings.issuer_name,
        place=settings.place,
        known=tuple(title for course in evidence.counted for title in course.known),
        basis=tuple(need.value for need in decision.basis),
        percent=decision.percent,
        steps=max(1, min(MAX_STEPS, sum(course.lessons for course in evidence.counted))),
        issued_on=timezone.localdate(),
        expiry_reason=rule.expiry_reason,
    )


def _achievement(subject: Course | Programme, evidence: Evidence) -> Achievement:
    """The achievement; for what a programme asked for when it was begun, with the hours and points of that."""
    achievement = achievement_of(subject)
    if not evidence.as_begun:
        return achievement
    totals = totals_of([Choice(tuple(course.load for course in evidence.counted))])
    return replace(
        achievement,
        hours=totals.hours,
        contact_hours=totals.contact_hours,
        own_hours=totals.own_hours,
        ects=totals.ects,
    )


def _create(**fields: object) -> Certificate:
    now = timezone.now()
    number = new_number(timezone.localdate().year)
    while Certificate.objects.filter(number=number).exists():
        number = new_number(timezone.localdate().year)
    return Certificate.objects.create(number=number, issued_at=now, status_index=_free_index(), **fields)


def _free_index() -> int:
    """A random bit that no badge has, of the first status list with half of its bits free."""
    first = Certificate.objects.count() // (STATUS_BITS // 2) * STATUS_BITS
    index = first + secrets.randbelow(STATUS_BITS)
    while Certificate.objects.filter(status_index=index).exists():
        index = first + secrets.randbelow(STATUS_BITS)
    return index


def _expiry(day: date, months: int | None) -> date | None:
    """The last day of validity, ``months`` later; of a month without that day, its last one."""
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
