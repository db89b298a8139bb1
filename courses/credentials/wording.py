"""What certificates, their rules and what is missing for them are called on pages."""

from dataclasses import replace

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from courses.catalogue.models import OutcomeKind
from courses.credentials.achievements import Achievement
from courses.credentials.cards import CertificateCard, Fact, MissingCard, OutcomesCard
from courses.credentials.decision import Missing, Need, Rule
from courses.credentials.models import Certificate, Document, State

STATES = {
    State.VALID: pgettext_lazy("certificate", "Valid"),
    State.EXPIRED: pgettext_lazy("certificate", "Expired"),
    State.REVOKED: pgettext_lazy("certificate", "Revoked"),
    State.REPLACED: pgettext_lazy("certificate", "Replaced"),
}

KINDS = dict(OutcomeKind.choices)

BASES = {
    Need.SCORE.value: gettext_lazy("exercises graded by the site"),
    Need.WORK.value: gettext_lazy("work accepted by a trainer"),
    Need.ATTENDANCE.value: gettext_lazy("attendance confirmed by a trainer"),
}


def document_name(document: str) -> str:
    """As printed at the top."""
    return _("Certificate of postgraduate studies") if document == Document.POSTGRADUATE else _("Certificate")


def conditions_of(rule: Rule) -> tuple[str, ...]:
    """What a certificate takes, one sentence each."""
    found = [_("All lessons are completed.")]
    if rule.minimum_score is not None:
        found.append(
            _("At least %(percent)d%% in the graded exercises; the best answer to each counts.")
            % {"percent": rule.minimum_score}
        )
    if rule.accepted_work:
        found.append(_("A trainer has accepted the written work of your group."))
    if rule.attendance:
        found.append(_("A trainer has confirmed your attendance."))
    return tuple(found)


def missing_in_words(missing: Missing) -> MissingCard:
    """One thing that is missing, in a sentence."""
    return MissingCard(_sentence(missing), missing.items)


def _sentence(missing: Missing) -> str:
    subject = {"subject": missing.subject}
    match missing.need:
        case Need.ENROLMENT:
            return _("Start and complete the course “%(subject)s”.") % subject
        case Need.LESSONS:
            return _("Complete the course “%(subject)s”.") % subject
        case Need.COURSES:
            left = missing.wanted - missing.have
            return ngettext(
                "Complete %(number)d more of these courses:", "Complete %(number)d more of these courses:", left
            ) % {"number": left}
        case Need.SCORE:
            return _("You have %(have)d%% in the graded exercises and need %(wanted)d%%. Answer them once more.") % {
                "have": missing.have,
                "wanted": missing.wanted,
            }
        case Need.WORK if missing.items:
            return _("A trainer of the group “%(subject)s” has not accepted yet:") % subject
        case Need.WORK:
            return _("The group “%(subject)s” has no written assignment yet.") % subject
        case Need.GROUP:
            return _("This certificate needs a trainer's word, and you are in no group of this course.")
        case Need.ATTENDANCE:
            return _("A trainer of the group “%(subject)s” has not confirmed your attendance yet.") % subject
        case Need.VERIFIED:
            return _(
                "You have marked every lesson yourself. A certificate needs an exercise that the site has graded or a "
                "trainer's word as well."
            )
        case Need.AGAIN:
            return _(
                "Show that it is still so: answer the exercises of a lesson rightly once more, or take part in a group "
                "whose trainer confirms it."
            )


def facts_of(achievement: Achievement, *, percent: int | None = None) -> tuple[Fact, ...]:
    """Hours, ECTS points, level and score, as far as they are said."""
    hours = (
        (_("Contact hours"), achievement.contact_hours),
        (_("Own work"), achievement.own_hours),
        (pgettext("hours of a course", "Hours in all"), achievement.hours),
    )
    found = [Fact(label, _hours(number)) for label, number in hours if number]
    if achievement.ects:
        found.append(Fact(_("ECTS points"), str(achievement.ects)))
    if achievement.level:
        found.append(Fact(_("Level"), achievement.level))
    if percent is not None:
        found.append(Fact(_("Score"), f"{percent}%"))
    return tuple(found)


def _hours(number: int) -> str:
    return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}


def outcomes_of(achievement: Achievement) -> tuple[OutcomesCard, ...]:
    """The outcomes by kind, in the order of the kinds; those without one come first."""
    kinds = sorted(
        {item.kind for item in achievement.outcomes}, key=lambda kind: list(KINDS).index(kind) if kind in KINDS else -1
    )
    return tuple(
        OutcomesCard(str(KINDS.get(kind, "")), tuple(item.text for item in achievement.outcomes if item.kind == kind))
        for kind in kinds
    )


def own_card(certificate: Certificate) -> CertificateCard:
    """The certificate as its holder sees it."""
    card = _card(certificate, name=str(certificate.snapshot["name"]), outcomes=True, percent=True)
    return replace(card, result_url=result_url(certificate)) if certificate.state == State.EXPIRED else card


def result_url(certificate: Certificate) -> str:
    """The page that says what a new one takes; "" where the course or programme is gone."""
    if certificate.course_id is not None:
        return reverse("credentials:course_result", args=[certificate.course_id])
    if certificate.programme_id is not None:
        return reverse("credentials:programme_result", args=[certificate.programme_id])
    return ""


def public_card(certificate: Certificate) -> CertificateCard:
    """The certificate as whoever checks its number sees it: of a revoked or replaced one neither name nor outcomes."""
    holds = certificate.state in {State.VALID, State.EXPIRED}
    return _card(
        certificate,
        name=certificate.shown_name if holds else "",
        outcomes=holds and certificate.outcomes_visible,
        percent=False,
    )


def _card(certificate: Certificate, *, name: str, outcomes: bool, percent: bool) -> CertificateCard:
    content, state = certificate.content, certificate.state
    since = {State.REVOKED: certificate.revoked_at, State.REPLACED: certificate.replaced_at}.get(state)
    reasons = {State.REVOKED: certificate.revocation_reason, State.EXPIRED: content.expiry_reason}
    return CertificateCard(
        number=certificate.number,
        title=content.achievement.title,
        language=content.achievement.language,
        document=document_name(content.document),
        name=name,
        issuer=content.issuer,
        issued_on=content.issued_on,
        expires_on=certificate.expires_on,
        state=str(state),
        state_label=str(STATES[state]),
        reason=reasons.get(state, ""),
        since=localtime(since).date() if since else None,
        facts=facts_of(content.achievement, percent=content.percent if percent else None),
        outcomes=outcomes_of(content.achievement) if outcomes else (),
        known=content.known if outcomes else (),
        basis=tuple(str(BASES[item]) for item in content.basis),
        renewed_as=certificate.renewed_as,
    )
