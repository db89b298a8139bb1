"""Messages of a trainer to people of a group."""

from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import InvalidMessageError, NotPermittedError
from courses.coursework.models import CohortMessage
from tests.coursework import factories
from tests.coursework.factories import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cohort):
    return [factories.member(cohort) for _number in range(3)]


def fields_of(*people, **fields):
    chosen = {"osoba": [user.pk for user in people]}
    return {"subject": "Zjazd", "text": "Spotykamy się o 9.\n\n<b>Weź</b> notatki.", "key": uuid4(), **chosen, **fields}


def test_each_gets_an_email_of_their_own(client, lead, cohort, people):
    client.force_login(lead)
    address = reverse("coursework:message", args=[cohort.pk])
    asked = client.get(address, {"osoba": [people[0].pk, people[1].pk]})
    assert "Wyślij do 2 osób" in text_of(asked)
    assert not CohortMessage.objects.exists()
    response = client.post(address, fields_of(*people[:2]), follow=True)
    assert "Wiadomość wysłana do 2 osób." in text_of(response)
    assert sorted(email.to for email in mail.outbox) == sorted([user.email] for user in people[:2])
    for email in mail.outbox:
        assert (email.subject, email.reply_to, email.cc, email.bcc) == ("Pomost: Zjazd", [lead.email], [], [])
        assert "<b>Weź</b> notatki." in email.body
        assert [user.email in email.body for user in people] == [False] * 3
        assert reverse("coursework:leave", args=[cohort.pk]) in email.body
    made = CohortMessage.objects.get()
    assert set(made.recipients.all()) == set(people[:2])
    assert (made.sender, made.recipients_count) == (lead, 2)
    for page in (
        reverse("coursework:cohort", args=[cohort.pk]),
        reverse("coursework:member", args=[cohort.pk, people[0].pk]),
    ):
        assert reverse("coursework:message_sent", args=[cohort.pk, made.pk]) in client.get(page).text
    assert "Zjazd" not in client.get(reverse("coursework:member", args=[cohort.pk, people[2].pk])).text
    assert people[1].display_name in client.get(reverse("coursework:message_sent", args=[cohort.pk, made.pk])).text


def test_to_everyone_without_inactive_accounts(client, lead, cohort, people):
    people[2].is_active = False
    people[2].save()
    client.force_login(lead)
    client.post(reverse("coursework:message", args=[cohort.pk]), fields_of(wszyscy="1"))
    assert {email.to[0] for email in mail.outbox} == {user.email for user in people[:2]}


def test_the_same_form_twice_is_one_message(client, lead, cohort, people):
    client.force_login(lead)
    data = fields_of(people[0])
    for _number in range(2):
        assert client.post(reverse("coursework:message", args=[cohort.pk]), data).status_code == 302
    assert (CohortMessage.objects.count(), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize("fields", [{"subject": " "}, {"text": " "}, {"subject": "a" * 151}, {"text": "a" * 10_001}])
def test_an_error_keeps_what_was_written_and_to_whom(client, lead, cohort, people, fields):
    client.force_login(lead)
    response = client.post(reverse("coursework:message", args=[cohort.pk]), fields_of(people[1], **fields))
    assert response.status_code == 422
    assert f'name="osoba" value="{people[1].pk}"' in response.text
    assert ("Spotykamy się o 9." if "text" not in fields else "Zjazd") in response.text
    with pytest.raises(InvalidMessageError):
        services.send_message(
            by=lead,
            cohort=cohort,
            recipients=[people[1].pk],
            **{"subject": "Zjazd", "text": "Tekst", "key": uuid4(), **fields},
        )
    assert not mail.outbox


def test_somebody_is_chosen(client, lead, cohort, people):
    client.force_login(lead)
    address = reverse("coursework:message", args=[cohort.pk])
    outsider = factories.UserFactory.create()
    for query in ({}, {"osoba": ["x", "0", str(outsider.pk)]}):
        response = client.get(address, query, follow=True)
        assert "zaznacz co najmniej jedną osobę" in text_of(response)
    kept = client.post(address, fields_of(outsider))
    assert (kept.status_code, "Spotykamy się o 9." in kept.text) == (422, True)
    with pytest.raises(InvalidMessageError):
        services.send_message(
            by=lead, cohort=cohort, recipients=[outsider.pk], subject="Zjazd", text="Tekst", key=uuid4()
        )
    assert not mail.outbox


def test_so_many_in_a_day_and_the_text_stays(client, lead, cohort, people, settings):
    settings.POMOST_RATE_LIMITS = {**settings.POMOST_RATE_LIMITS, "group_message": "1/d/user"}
    client.force_login(lead)
    address = reverse("coursework:message", args=[cohort.pk])
    assert client.post(address, fields_of(people[0])).status_code == 302
    refused = client.post(address, fields_of(people[0]))
    assert (refused.status_code, "Spotykamy się o 9." in refused.text) == (429, True)
    assert len(mail.outbox) == 1


def test_only_who_organises_the_group(cohort, people):
    for by in (factories.trainer(), people[0]):
        with pytest.raises(NotPermittedError):
            services.send_message(
                by=by, cohort=cohort, recipients=[people[1].pk], subject="Zjazd", text="Tekst", key=uuid4()
            )


def test_boxes_are_ticked_without_javascript(client, lead, cohort, people):
    client.force_login(lead)
    page = reverse("coursework:cohort", args=[cohort.pk])
    assert client.get(page).text.count(" checked") == 0
    assert client.get(page, {"zaznacz": "wszystkie"}).text.count(" checked") == 3
