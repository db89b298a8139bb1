"""Coordinators add people whom an organisation signed up."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from people import emails
from tests.coursework import factories
from tests.coursework.invitations.steps import ADDRESS, said, send, states

pytestmark = pytest.mark.django_db


def test_a_coordinator_adds_whom_an_organisation_signed_up(client, cohort, caplog):
    boss = factories.coordinator(first_name="Konrad", last_name="Kos")
    user = factories.UserFactory.create()
    client.force_login(boss)
    with caplog.at_level("INFO", logger="coursework"):
        response = send(client, cohort, f"{user.email}\nnikt@example.com", signed_up="on")
    assert said(response) == ["Dodano 1 osobę.", "Wysłano 1 zaproszenie."]
    assert cohort.members.get().user == user
    (email,) = [email for email in mail.outbox if email.to == [user.email]]
    assert email.subject == f"Pomost: Jesteś w grupie „{cohort.name}”"
    body = str(email.body)
    assert f"Konrad Kos dodaje cię do grupy „{cohort.name}”" in body
    leave = reverse("coursework:leave", args=[cohort.pk])
    assert re.findall(r"http\S+", body) == [f"http://localhost:8000{leave}", emails.opt_out_url(user, "groups")]
    (logged,) = [record.msg for record in caplog.records if "members_added" in str(record.msg)]
    assert logged == {**logged, "event": "coursework.members_added", "by": boss.pk, "members": [user.pk]}
    assert user.email not in str(logged)


def test_without_the_box_a_coordinator_invites_too(client, cohort):
    user = factories.UserFactory.create()
    client.force_login(factories.coordinator())
    assert said(send(client, cohort, user.email)) == ["Wysłano 1 zaproszenie."]
    assert not cohort.members.exists()


def test_a_trainer_cannot_tick_a_box_that_is_not_there(desk, cohort):
    user = factories.UserFactory.create()
    assert "signed_up" not in desk.get(reverse("coursework:cohort", args=[cohort.pk])).text
    assert said(send(desk, cohort, user.email, signed_up="on")) == ["Wysłano 1 zaproszenie."]
    assert not cohort.members.exists()


def test_adding_an_invited_user_revokes_the_invitation(cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    factories.add(factories.coordinator(), cohort, user)
    assert states() == [(ADDRESS, "revoked")]
    assert cohort.members.get().user == user
