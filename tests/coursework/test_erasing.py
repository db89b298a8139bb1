"""Deleting accounts: what is deleted, what stays, and who may."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.models import CohortInvitation, Review, Submission
from courses.coursework.states import Decision
from courses.learning.models import Enrolment
from people import roles
from people.errors import AdministratorAccountError
from people.models import User
from people.services import erase_account
from tests.coursework import factories
from tests.coursework.factories import PASSWORD, PDF, handed_in, text_of, upload
from tests.people.conftest import reauthenticate

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_round(written, learner):
    return handed_in(written, learner, file=upload("praca.pdf", PDF))


def kept_files(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_the_files_of_a_learner_are_deleted_after_the_commit(
    first_round, learner, boss, private_files, django_capture_on_commit_callbacks
):
    assert len(kept_files(private_files)) == 1
    with django_capture_on_commit_callbacks() as callbacks:
        erase_account(by=boss, user=learner)
    assert len(kept_files(private_files)) == 1
    for callback in callbacks:
        callback()
    assert kept_files(private_files) == []
    assert not Submission.objects.exists()
    assert not Enrolment.objects.filter(user=learner.pk).exists()


def test_the_reviews_of_a_trainer_stay_without_the_name(client, first_round, lead, learner, boss):
    given = services.review(by=lead, round=first_round, decision=Decision.FAILED, comment="Brak źródeł.")
    name = lead.display_name
    erase_account(by=boss, user=lead)
    stored = Review.objects.get()
    assert (stored.pk, stored.reviewer, stored.comment) == (given.pk, None, "Brak źródeł.")
    client.force_login(learner)
    text = text_of(client.get(reverse("coursework:submission", args=[first_round.submission.assignment_id])))
    assert "osoba, która usunęła konto" in text
    assert name not in text
    other = factories.trainer()
    first_round.submission.assignment.cohort.trainers.add(other)
    services.correct_review(by=other, review=stored, decision=Decision.ACCEPTED, reason="Są źródła.")
    client.force_login(other)
    assert "osoba, która usunęła konto" in text_of(
        client.get(reverse("coursework:review", args=[first_round.submission_id]))
    )


def test_who_may_delete_an_account(learner, lead, boss):
    with pytest.raises(PermissionDenied):
        erase_account(by=lead, user=learner)
    with pytest.raises(AdministratorAccountError):
        erase_account(by=boss, user=boss)
    erase_account(by=learner, user=learner)
    assert not User.objects.filter(email=learner.email).exists()


def test_the_administrator_sees_what_is_deleted_too(admin, first_round, lead, learner):
    services.review(by=lead, round=first_round, decision=Decision.ACCEPTED)
    for person, words in (
        (learner, ("1 oddana praca.", "1 plik, który zniknie też z dysku.", "1 zapis na kurs z postępami.")),
        (lead, ("1 sprawdzenie tej osoby, które zostanie bez jej nazwiska.", "1 grupa, którą ta osoba prowadzi")),
    ):
        one = reverse("wagtailusers_users:delete", args=[person.pk])
        many = reverse("wagtail_bulk_action", args=["people", "user", "delete"]) + f"?id={person.pk}"
        for address in (one, many):
            text = text_of(admin.get(address))
            for sentence in words:
                assert sentence in text
        text = text_of(admin.get(one))
        for name in ("wagtailusers_users:edit", "people_admin:anonymise"):
            assert f'href="{reverse(name, args=[person.pk])}"' in text


def test_the_administrator_deletes_one_and_many(admin, first_round, lead, learner):
    services.review(by=lead, round=first_round, decision=Decision.ACCEPTED)
    answer = admin.post(reverse("wagtailusers_users:delete", args=[lead.pk]))
    assert (answer.status_code, User.objects.filter(pk=lead.pk).exists()) == (302, False)
    others = [learner, factories.UserFactory.create()]
    many = reverse("wagtail_bulk_action", args=["people", "user", "delete"])
    answer = admin.post(f"{many}?id={others[0].pk}&id={others[1].pk}")
    assert answer.status_code == 302
    assert not User.objects.filter(pk__in=[item.pk for item in others]).exists()
    assert not Review.objects.exists()


def test_users_delete_their_own_account_after_the_password(client, first_round, learner):
    learner.set_password(PASSWORD)
    learner.save()
    assert EmailAddress.objects.filter(user=learner, verified=True).exists()
    client.force_login(learner)
    page = reverse("people:erase")
    assert page in client.get(reverse("people:account")).content.decode()
    assert client.get(page).url.startswith(reverse("account_reauthenticate"))
    assert client.post(page).url.startswith(reverse("account_reauthenticate"))
    reauthenticate(client, PASSWORD)
    text = text_of(client.get(page))
    assert "1 oddana praca." in text
    assert "„lekcja ukończona”, pod losowym numerem. Służą do liczenia kursów." in text
    assert reverse("people:own_data_copy") in client.get(page).content.decode()
    assert User.objects.filter(pk=learner.pk).exists()
    answer = client.post(page, follow=True)
    assert "Konto zostało usunięte." in text_of(answer)
    assert not User.objects.filter(email=learner.email).exists()
    assert "_auth_user_id" not in client.session


def test_an_administrator_does_not_delete_their_own(admin, boss):
    answer = admin.post(reverse("people:erase"), follow=True)
    assert "usuwa inny administrator" in text_of(answer)
    assert User.objects.filter(pk=boss.pk).exists()


@pytest.mark.parametrize("many", [False, True])
def test_deleting_others_asks_for_the_password_again(client, learner, boss, many):
    client.force_login(boss)
    page = reverse("wagtailusers_users:delete", args=[learner.pk])
    if many:
        page = reverse("wagtail_bulk_action", args=["people", "user", "delete"]) + f"?id={learner.pk}"
    else:
        assert client.get(page).url.startswith(reverse("account_reauthenticate"))
    asked = client.post(page).url
    assert asked.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=learner.pk).exists()
    assert client.post(asked, {"password": PASSWORD}).url == page
    assert client.post(page).url == reverse("wagtailusers_users:index")
    assert not User.objects.filter(pk=learner.pk).exists()


def test_assigning_roles_to_many_asks_for_the_password_again(client, learner, boss):
    client.force_login(boss)
    page = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"]) + f"?id={learner.pk}"
    data = {"role": Group.objects.get(name=roles.EDITOR).pk}
    assert client.post(page, data).url.startswith(reverse("account_reauthenticate"))
    assert not learner.groups.exists()
    reauthenticate(client, PASSWORD)
    client.post(page, data)
    assert [group.name for group in learner.groups.all()] == [roles.EDITOR]


def test_the_invitations_of_a_deleted_account_are_deleted(cohort, learner, boss):
    kept = factories.invited(cohort, "inna@example.com")
    factories.invited(factories.CohortFactory.create(), learner.email)
    accepted = factories.invited(factories.CohortFactory.create(), "dawna@example.com")
    CohortInvitation.objects.filter(pk=accepted.pk).update(
        state="accepted", accepted_by=learner, answered_at=timezone.now()
    )
    erase_account(by=boss, user=learner)
    assert list(CohortInvitation.objects.all()) == [kept]
