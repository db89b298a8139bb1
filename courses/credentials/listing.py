"""The certificates of a learner, and the result of a course or programme."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from courses.catalogue.models import Course, Programme
from courses.credentials import wording
from courses.credentials.cards import ResultCard
from courses.credentials.decision import Decision, decide
from courses.credentials.evidence import evidence_of
from courses.credentials.models import Certificate, ProgrammeCertificateRule, State, rule_of
from courses.credentials.services.certificates import issued_to
from courses.learning import dashboard
from courses.learning.models import Enrolment
from courses.learning.programmes import standing_in
from courses.learning.signals import CertificateItem, CertificatesView
from publishing.access import is_closed
from publishing.links import Link
from publishing.progress_drawing import ProgressStep

if TYPE_CHECKING:
    from people.models import User


def certificates_of(user: "User") -> CertificatesView:
    """The certificates of ``user``, and the programmes under way whose certificate waits; two queries."""
    certificates = list(Certificate.objects.of(user))
    issued = [item.programme_id for item in certificates if item.programme_id]
    taken = Q(page__courses__course__enrolments__user=user) | Q(page__enrolments__user=user)
    rules = ProgrammeCertificateRule.objects.filter(taken, page__live=True).exclude(page__in=issued)
    programmes = rules.order_by("page__path").values_list("page", "page__title").distinct()
    return CertificatesView(
        certificates=[_item(certificate) for certificate in certificates],
        programmes=[
            Link(title, reverse("credentials:programme_result", args=[programme])) for programme, title in programmes
        ],
    )


def _item(certificate: Certificate) -> CertificateItem:
    state = certificate.state
    return CertificateItem(
        title=certificate.title,
        url=reverse("credentials:certificate", args=[certificate.number]),
        number=certificate.number,
        issued_on=certificate.content.issued_on,
        state_label=str(wording.STATES[state]),
        good=state == State.VALID,
        expires_on=certificate.expires_on,
        renew_url=wording.result_url(certificate) if state == State.EXPIRED else "",
    )


def course_result(*, user: "User", course: Course, request: HttpRequest) -> ResultCard | None:
    """The result of a course; None for whoever is not enrolled."""
    items = dashboard.course_progress(Enrolment.objects.of(user).filter(course=course), request)
    if not items:
        return None
    (item,) = items
    return _result(
        user,
        course,
        request,
        finished_on=localtime(item.finished_at).date() if item.finished_at else None,
        progress_steps=item.progress.progress_steps,
        label=item.label,
        next_course=dashboard.next_course(item, user=user, request=request) if item.finished else None,
    )


def programme_result(*, user: "User", programme: Programme, request: HttpRequest) -> ResultCard | None:
    """The result of a programme; None for whoever has not begun it."""
    standing = standing_in(programme, user_id=user.pk, request=request)
    if standing is None:
        return None
    return _result(
        user,
        programme,
        request,
        finished_on=localtime(standing.finished_at).date() if standing.finished_at else None,
        progress_steps=standing.progress_steps,
        label=standing.label,
        next_course=None,
    )


def _result(
    user: "User",
    subject: Course | Programme,
    request: HttpRequest,
    *,
    finished_on: date | None,
    progress_steps: tuple[ProgressStep, ...],
    label: str,
    next_course: Link | None,
) -> ResultCard:
    rule, known = rule_of(subject), issued_to(user=user, subject=subject)
    expired = known if known is not None and known.state == State.EXPIRED else None
    since = expired.issued_at if expired else None
    evidence = evidence_of(user=user, subject=subject, since=since) if rule else None
    decision = decide(rule.conditions, evidence) if rule and evidence else Decision((), None, ())
    named = user.first_name.strip() and user.last_name.strip()
    return ResultCard(
        title=subject.title,
        language=subject.language,
        url="" if is_closed(subject.path, request) else subject.get_url(request) or "",
        finished=finished_on is not None,
        finished_on=finished_on,
        progress_steps=progress_steps,
        label=label,
        percent=decision.percent,
        offered=rule is not None,
        conditions=wording.conditions_of(rule.conditions) if rule else (),
        missing=tuple(wording.missing_in_words(item) for item in decision.missing),
        certificate=Link(known.number, reverse("credentials:certificate", args=[known.number])) if known else None,
        expired=expired.expires_on if expired else None,
        name=user.get_full_name() if named else "",
        next_course=next_course,
    )
