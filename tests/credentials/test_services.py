"""Issuing, revoking, replacing and expiring certificates, and who may do it."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.catalogue.models import Topic
from courses.coursework.services import confirm_attendance, review
from courses.coursework.states import Decision
from courses.credentials import services
from courses.credentials.errors import CredentialError, NotMetError, NotOfferedError, NotPermittedError
from courses.credentials.models import (
    Certificate,
    CourseCertificateRule,
    CredentialSettings,
    ProgrammeCertificateRule,
    State,
)
from courses.credentials.services import certificates
from courses.learning import services as learning
from people import roles
from people.services import anonymise_account, erase_account
from tests.courses_tree import choice, lessons_of, make_course, make_lesson, make_programme
from tests.coursework import factories
from tests.credentials.conftest import complete
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db
NAME = "Anna Lis-Wrona"


def actions():
    return list(
        ModelLogEntry.objects.filter(content_type__model="certificate")
        .order_by("timestamp", "pk")
        .values_list("action", flat=True)
    )


@pytest.fixture
def certificate(graduate, course):
    return services.issue(user=graduate, subject=course, name=NAME)


def revoker():
    user = factories.UserFactory.create()
    user.user_permissions.add(Permission.objects.get(codename="revoke_certificate"))
    return user


def test_a_certificate_says_what_was_true_when_it_was_issued(certificate, course):
    course.title = "Inny tytuł"
    course.hours = 99
    course.save()
    content = Certificate.objects.get().content
    assert (content.name, content.achievement.title, content.achievement.hours) == (NAME, "Diagnoza potrzeb", 8)
    assert [item.text for item in content.achievement.outcomes] == ["Nazywa potrzeby swojej gminy"]
    assert (content.basis, content.percent, content.known, content.steps) == (("score",), 100, (), 2)
    assert content.issued_on == timezone.localdate()
    assert actions() == ["credentials.issue"]


def test_issuing_twice_gives_the_same_certificate(certificate, graduate, course):
    assert services.issue(user=graduate, subject=course, name="cokolwiek") == certificate
    assert Certificate.objects.count() == 1


def test_nothing_is_issued_before_the_rule_is_met(learner, course):
    with pytest.raises(NotMetError) as refused:
        services.issue(user=learner, subject=course, name=NAME)
    assert [item.subject for item in refused.value.missing] == ["Diagnoza potrzeb"]
    assert Certificate.objects.count() == 0


def test_lessons_marked_by_oneself_never_suffice(learner):
    course = factories.course("Samodzielny", lessons=2)
    CourseCertificateRule.objects.create(page=course)
    learning.enrol(user=learner, course=course)
    for lesson in lessons_of(course):
        learning.mark_completed(user=learner, lesson=lesson)
    with pytest.raises(NotMetError) as refused:
        services.issue(user=learner, subject=course, name=NAME)
    assert [item.need.value for item in refused.value.missing] == ["verified"]


def test_without_a_rule_nothing_is_issued(graduate, course):
    CourseCertificateRule.objects.all().delete()
    with pytest.raises(NotOfferedError):
        services.issue(user=graduate, subject=course, name=NAME)


@pytest.mark.parametrize("name", ["", "Jan Bielik"])
def test_the_name_is_that_of_the_account(graduate, course, name):
    with pytest.raises(CredentialError):
        services.issue(user=graduate, subject=course, name=name)


def test_an_account_without_a_name_gets_none(graduate, course):
    graduate.last_name = ""
    graduate.save()
    with pytest.raises(CredentialError):
        services.issue(user=graduate, subject=course, name="Anna")


def test_the_word_of_a_trainer_is_needed_where_the_rule_says_so(graduate, course):
    CourseCertificateRule.objects.update(attendance=True)
    trainer = factories.trainer()
    cohort = factories.CohortFactory.create(course=course, trainers=[trainer])
    factories.member(cohort, graduate)
    with pytest.raises(NotMetError):
        services.issue(user=graduate, subject=course, name=NAME)
    confirm_attendance(by=trainer, cohort=cohort, user=graduate, confirmed=True)
    assert services.issue(user=graduate, subject=course, name=NAME).content.basis == ("score", "attendance")


def test_accepted_work_counts_when_the_decision_can_no_longer_be_undone(graduate, course):
    CourseCertificateRule.objects.update(accepted_work=True)
    trainer = factories.trainer()
    cohort = factories.CohortFactory.create(course=course, trainers=[trainer])
    factories.member(cohort, graduate)
    made = factories.handed_in(factories.WrittenAssignmentFactory.create(cohort=cohort), graduate)
    review(by=trainer, round=made, decision=Decision.ACCEPTED)
    with pytest.raises(NotMetError):
        services.issue(user=graduate, subject=course, name=NAME)
    factories.after_undo_time()
    assert services.issue(user=graduate, subject=course, name=NAME).content.basis == ("score", "work")


def test_a_programme_takes_all_its_courses(graduate, course):
    second = make_course("Drugi", lessons=1)
    programme = make_programme("Cykl", course, second)
    ProgrammeCertificateRule.objects.create(page=programme)
    with pytest.raises(NotMetError) as refused:
        services.issue(user=graduate, subject=programme, name=NAME)
    assert [item.subject for item in refused.value.missing] == ["Drugi"]
    complete(graduate, second)
    assert services.issue(user=graduate, subject=programme, name=NAME).title == "Cykl"


@pytest.mark.parametrize(("body", "issued"), [("", False), ("university", True), ("academy", True), ("research", True)])
def test_a_postgraduate_document_is_locked_unless_the_owner_is_entitled(graduate, course, body, issued):
    programme = make_programme("Studia", course)
    ProgrammeCertificateRule.objects.create(page=programme, document="postgraduate")
    settings = CredentialSettings.current()
    settings.body = body
    settings.save()
    if not issued:
        with pytest.raises(NotPermittedError):
            services.issue(user=graduate, subject=programme, name=NAME)
    assert issued is (bool(issued) and bool(services.issue(user=graduate, subject=programme, name=NAME)))


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2026, 12, 5), None, None),
    ],
)
def test_the_last_day_of_validity(day, months, last):
    assert certificates._expiry(day, months) == last


def test_an_expired_certificate_is_valid_on_its_last_day(graduate, course):
    CourseCertificateRule.objects.update(valid_months=12, expiry_reason="Prawo się zmienia.")
    made = services.issue(user=graduate, subject=course, name=NAME)
    assert made.expires_on is not None
    assert made.state_on(made.expires_on) == State.VALID
    assert made.state_on(date(made.expires_on.year + 1, 1, 31)) == State.EXPIRED
    assert made.content.expiry_reason == "Prawo się zmienia."


def test_a_coordinator_revokes_with_a_reason_once(certificate, graduate, course):
    by = revoker()
    with pytest.raises(CredentialError):
        services.revoke(by=by, certificate=certificate, reason="  ")
    services.revoke(by=by, certificate=certificate, reason="Praca była cudza.")
    again = services.revoke(by=by, certificate=certificate, reason="Inny powód")
    assert (again.state, again.revocation_reason, again.revoked_by) == (State.REVOKED, "Praca była cudza.", by)
    assert actions() == ["credentials.issue", "credentials.revoke"]
    assert services.issue(user=graduate, subject=course, name=NAME) == certificate


@pytest.mark.parametrize("who", ["holder", "trainer", "learner", "coordinator without the permission"])
def test_nobody_else_revokes(certificate, graduate, who):
    by = {"holder": graduate, "trainer": factories.trainer(), "learner": factories.UserFactory.create()}.get(
        who, factories.coordinator()
    )
    with pytest.raises(NotPermittedError):
        services.revoke(by=by, certificate=certificate, reason="Powód")
    assert Certificate.objects.get().state == State.VALID


def test_nobody_revokes_their_own(certificate, graduate):
    graduate.is_superuser = True
    graduate.save()
    with pytest.raises(NotPermittedError):
        services.revoke(by=graduate, certificate=certificate, reason="Powód")


def test_the_roles_of_the_site_have_their_permissions(db):
    may = {
        role: Group.objects.get(name=role).permissions.filter(codename="revoke_certificate").exists()
        for role in roles.ALL
    }
    assert may == {roles.EDITOR: False, roles.REVIEWER: False, roles.TRAINER: False, roles.COORDINATOR: True}


def test_a_changed_name_takes_another_number_and_the_old_name_is_gone(certificate, graduate):
    graduate.last_name = "Wrona"
    graduate.save()
    made = services.reissue(user=graduate, certificate=certificate, name="Anna Wrona")
    certificate.refresh_from_db()
    assert made.number != certificate.number
    assert (made.content.name, made.content.issued_on) == ("Anna Wrona", certificate.content.issued_on)
    assert (certificate.state, certificate.content.name) == (State.REPLACED, "")
    assert services.reissue(user=graduate, certificate=certificate, name="Anna Wrona") == made
    assert list(Certificate.objects.of(graduate)) == [made]


def test_the_same_name_and_others_replace_nothing(certificate, graduate):
    with pytest.raises(CredentialError):
        services.reissue(user=graduate, certificate=certificate, name=NAME)
    with pytest.raises(NotPermittedError):
        services.reissue(user=factories.UserFactory.create(), certificate=certificate, name=NAME)


def test_what_a_certificate_says_cannot_be_changed(certificate):
    with pytest.raises(TypeError):
        certificate.save()
    with pytest.raises(TypeError):
        Certificate.objects.update(snapshot={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(revocation_reason="bez daty")


@pytest.mark.parametrize(("visibility", "kept"), [("full", NAME), ("initials", "A. L.-W."), ("none", "")])
def test_an_erased_account_leaves_of_the_name_what_others_may_see(certificate, graduate, visibility, kept):
    services.choose_visibility(user=graduate, certificate=certificate, name=visibility, outcomes=True)
    erase_account(by=graduate, user=graduate)
    certificate.refresh_from_db()
    assert (certificate.user, certificate.content.name, certificate.shown_name) == (None, kept, kept)


def test_an_anonymised_account_too(certificate, graduate):
    anonymise_account(by=factories.UserFactory.create(is_superuser=True), user=graduate)
    certificate.refresh_from_db()
    assert (certificate.user, certificate.content.name) == (graduate, "A. L.-W.")


def test_others_do_not_choose_what_is_shown(certificate):
    with pytest.raises(NotPermittedError):
        services.choose_visibility(
            user=factories.UserFactory.create(), certificate=certificate, name="full", outcomes=True
        )


def test_what_has_no_points_does_not_lower_the_score(learner):
    course = make_course("Z sondą", lessons=0)
    poll = {"type": "poll", "id": "poll", "value": {"question": "Jak często?", "options": ["co miesiąc", "rzadziej"]}}
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Sonda", choice("Co dalej?"), poll)
    CourseCertificateRule.objects.create(page=course, minimum_score=100)
    learning.enrol(user=learner, course=course)
    answer(learner, lesson)
    answer(learner, lesson, place=1)
    assert services.issue(user=learner, subject=course, name=NAME).content.percent == 100
