"""Anonymising accounts: what is removed, what stays, and who may."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import log as log_action
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from courses.coursework import services
from courses.coursework.errors import WrongStateError
from courses.coursework.models import (
    Cohort,
    CohortInvitation,
    CohortMember,
    CohortMessage,
    Extension,
    Review,
    Submission,
    SubmissionRound,
    UnsentText,
)
from courses.coursework.queue import queue_of
from courses.coursework.states import Decision, State
from courses.learning.models import Completion, Enrolment, LearningEvent
from courses.learning.services import mark_completed
from people import roles
from people.errors import AdministratorAccountError
from people.models import Consent, User
from people.services import anonymise_account, change_profile
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import PASSWORD, PDF, handed_in, overdue, text_of, upload
from tests.people.conftest import reauthenticate

pytestmark = pytest.mark.django_db

NAME, SURNAME, EMAIL = "Bogumiła", "Dzięcioł", "bogumila.dzieciol@example.com"


@pytest.fixture
def person(cohort, written, lead):
    """A learner and trainer with something of everything."""
    user = factories.trainer(first_name=NAME, last_name=SURNAME, email=EMAIL)
    change_profile(user=user, first_name=NAME, last_name=SURNAME, organisation="Fundacja Dzięcioł")
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    factories.member(cohort, user)
    for lesson in lessons_of(cohort.course):
        mark_completed(user=user, lesson=lesson)
    first = handed_in(written, user, text=f"Nazywam się {NAME} {SURNAME}.", file=upload("praca.pdf", PDF))
    said = services.review(by=lead, round=first, decision=Decision.FAILED, comment=f"Pani {NAME}, brak źródeł.")
    services.correct_review(
        by=lead, review=said, decision=Decision.RETURNED, comment="Pani Dzięcioł: źródła.", reason=f"{NAME} ma rację."
    )
    services.save_draft(by=user, assignment=written, text=f"Szkic: {SURNAME}")
    services.save_unsent(by=user, assignment_id=written.pk, text=SURNAME, with_file=False)
    overdue(written, timezone.now())
    later = timezone.now() + timedelta(days=1)
    services.give_extension(by=lead, assignment=written, user=user, due_at=later, reason=f"{NAME} choruje")
    for text, others in ((f"{NAME}, odpisz.", []), ("Zjazd o 9.", [factories.member(cohort).pk])):
        services.send_message(
            by=lead, cohort=cohort, recipients=[user.pk, *others], subject="Zjazd", text=text, key=uuid4()
        )
    led = factories.CohortFactory.create(trainers=[user, lead])
    given = handed_in(factories.WrittenAssignmentFactory.create(cohort=led))
    services.review(by=user, round=given, decision=Decision.FAILED, comment="Za krótko.")
    factories.invited(led, EMAIL)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    Consent.objects.create(user=user, subject="terms", wording="1")
    UserProfile.objects.create(user=user, avatar=ContentFile(b"twarz", name="twarz.png"))
    log_action(instance=user, action="wagtail.edit")
    return user


def everything_stored():
    """All rows of the tables that may name somebody, as text."""
    models = (User, EmailAddress, Submission, SubmissionRound, Review, UnsentText, CohortInvitation, LearningEvent)
    more = (CohortMessage, Extension, ModelLogEntry)
    rows = [list(model._base_manager.values()) for model in (*models, *more)]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return json.dumps([rows, sessions], default=str, ensure_ascii=False)


def test_everything_that_identifies_a_person_is_removed(
    person, boss, private_files, django_capture_on_commit_callbacks
):
    browser = Client()
    browser.force_login(person)
    avatar = Path(UserProfile.objects.get(user=person).avatar.path)
    assert avatar.exists()
    organisation = person.organisation_id
    with django_capture_on_commit_callbacks(execute=True):
        anonymise_account(by=boss, user=person)
    person.refresh_from_db()
    stored = everything_stored()
    for word in (NAME, SURNAME, EMAIL):
        assert word not in stored
    with translation.override("pl"):
        assert str(person) == person.display_name == f"konto zanonimizowane nr {person.pk}"
    assert person.email.endswith("@anonymised.invalid")
    assert (person.is_active, person.is_staff, person.has_usable_password()) == (False, False, False)
    assert (person.organisation, person.last_login) == (None, None)
    assert organisation is not None
    assert not person.groups.exists()
    assert not person.user_permissions.exists()
    emptied: tuple[Any, ...] = (EmailAddress, Authenticator, Consent, UserProfile, UnsentText, CohortMember)
    for model in emptied:
        assert not model.objects.filter(user=person).exists()
    assert not Cohort.objects.filter(trainers=person).exists()
    (kept,) = CohortMessage.objects.all()
    assert (kept.text, kept.recipients.count(), kept.recipients_count) == ("Zjazd o 9.", 1, 2)
    assert not avatar.exists()
    assert [path for path in Path(private_files).rglob("*") if path.is_file()] == []
    assert not Session.objects.filter(session_key=browser.session.session_key).exists()
    assert browser.get(reverse("people:account")).status_code == 302
    entry = ModelLogEntry.objects.get(action="people.anonymise")
    assert (entry.object_id, entry.user_id) == (str(person.pk), boss.pk)


def record():
    """What has to stay as it is."""
    return {
        "enrolments": list(Enrolment.objects.order_by("pk").values()),
        "completions": list(Completion.objects.order_by("pk").values()),
        "events": list(LearningEvent.objects.order_by("pk").values()),
        "submissions": list(Submission.objects.order_by("pk").values("pk", "state", "submitted_at")),
        "rounds": list(SubmissionRound.objects.order_by("pk").values("pk", "number", "receipt", "submitted_at")),
        "reviews": list(Review.objects.order_by("pk").values("pk", "decision", "reviewer", "corrects", "created_at")),
    }


def test_what_the_person_did_stays(person, cohort, written, boss):
    course = Enrolment.objects.get(user=person)
    assert course.completed_at is not None
    before = record()
    comments = list(Review.objects.filter(reviewer=person).values_list("comment", flat=True))
    anonymise_account(by=boss, user=person)
    assert record() == before
    assert list(Review.objects.filter(reviewer=person).values_list("comment", flat=True)) == comments == ["Za krótko."]
    call_command("verify_learning")


def test_twice_is_the_same_as_once(person, boss):
    anonymise_account(by=boss, user=person)
    once = User.objects.filter(pk=person.pk).values().get()
    anonymise_account(by=boss, user=person)
    assert User.objects.filter(pk=person.pk).values().get() == once
    assert ModelLogEntry.objects.filter(action="people.anonymise").count() == 1


def test_several_are_anonymised(boss, learner, lead):
    for user in (learner, lead):
        anonymise_account(by=boss, user=user)
    assert User.objects.filter(email__endswith="@anonymised.invalid").count() == 2


@pytest.mark.parametrize("role", [*roles.ALL, ""])
def test_only_administrators_may(learner, role):
    user = factories.UserFactory.create()
    user.groups.set(Group.objects.filter(name=role))
    with pytest.raises(PermissionDenied):
        anonymise_account(by=user, user=learner)
    client = Client()
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    reauthenticate(client, PASSWORD)
    page = reverse("people_admin:anonymise", args=[learner.pk])
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code in (302, 403)
    learner.refresh_from_db()
    assert learner.anonymised_at is None


def test_an_administrator_is_anonymised_by_another_one_and_nobody_by_themselves(boss, learner):
    helper = factories.with_permission("run_cohorts", is_staff=True)
    helper.user_permissions.add(*Permission.objects.filter(codename="delete_user"))
    with pytest.raises(AdministratorAccountError):
        anonymise_account(by=helper, user=boss)
    for user in (boss, helper):
        with pytest.raises(PermissionDenied):
            anonymise_account(by=user, user=user)
    other = factories.UserFactory.create(is_superuser=True)
    anonymise_account(by=boss, user=other)
    assert list(User.objects.filter(is_superuser=True, pk__in=[boss.pk, other.pk])) == [boss]


def test_the_page_says_what_goes_and_what_stays(admin, person):
    page = reverse("people_admin:anonymise", args=[person.pk])
    assert f'href="{page}"' in text_of(admin.get(reverse("wagtailusers_users:edit", args=[person.pk])))
    text = text_of(admin.get(page))
    removed, kept = text.split("Co zostanie, bez nazwiska")
    for sentence in (
        "1 oddany tekst.",
        "1 wersja robocza.",
        "1 plik, który zniknie też z dysku.",
        "2 komentarze osób sprawdzających do prac tej osoby.",
        "1 przynależność do grupy; grupa zostanie.",
        "1 grupa, którą ta osoba prowadzi; grupa zostanie.",
        "1 zaproszenie do grupy, w którym jest adres.",
    ):
        assert f"<li>{sentence}</li>" in removed
    for sentence in (
        "1 zapis na kurs z postępami.",
        "1 praca: daty, potwierdzenia i decyzje.",
        "1 sprawdzenie cudzej pracy, z komentarzem.",
    ):
        assert f"<li>{sentence}</li>" in kept
    anonymised = User.objects.filter(pk=person.pk, anonymised_at__isnull=False)
    assert not anonymised.exists()
    assert admin.post(page).url == reverse("wagtailusers_users:index")
    assert anonymised.exists()
    for again in (page, reverse("wagtailusers_users:edit", args=[person.pk])):
        assert "To konto zostało zanonimizowane" in text_of(admin.get(again))


def test_the_page_asks_for_the_password_again(client, boss, learner):
    client.force_login(boss)
    page = reverse("people_admin:anonymise", args=[learner.pk])
    for answer in (client.get(page), client.post(page)):
        assert answer.url.startswith(reverse("account_reauthenticate"))
    learner.refresh_from_db()
    assert learner.anonymised_at is None


def test_the_page_of_another_administrator_is_refused_in_words(client, boss):
    helper = factories.with_permission("run_cohorts", is_staff=True)
    helper.user_permissions.add(*Permission.objects.filter(codename__in=("delete_user", "access_admin")))
    helper.set_password(PASSWORD)
    helper.save()
    client.force_login(helper)
    reauthenticate(client, PASSWORD)
    answer = client.post(reverse("people_admin:anonymise", args=[boss.pk]), follow=True)
    assert "usuwa inny administrator" in text_of(answer)


def test_a_trainer_reads_that_the_content_was_removed_and_decides_nothing(client, written, cohort, lead, learner, boss):
    waiting = handed_in(written, learner)
    assert len(queue_of(lead).rows) == 1
    anonymise_account(by=boss, user=learner)
    assert queue_of(lead).rows == []
    client.force_login(lead)
    page = reverse("coursework:review", args=[waiting.submission_id])
    text = text_of(client.get(page))
    assert "Tekst, plik i komentarze usunięto, gdy to konto zanonimizowano." in text
    assert f"konto zanonimizowane nr {learner.pk}" in text
    assert 'name="decision"' not in text
    with pytest.raises(WrongStateError):
        services.review(by=lead, round=waiting, decision=Decision.ACCEPTED)
    assert Submission.objects.get().state == State.SUBMITTED
