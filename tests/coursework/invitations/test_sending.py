"""Sending invitations: the trainer's page and the e-mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.coursework import services
from courses.coursework.errors import InvitationAnsweredError, NotPermittedError, TooManyInvitationsError
from courses.coursework.models import CohortInvitation, CohortMember
from tests.coursework import factories
from tests.coursework.factories import invited
from tests.coursework.invitations.steps import ADDRESS, ALWAYS, page_of, said, send, signed_in, states, text_of

pytestmark = pytest.mark.django_db


def test_a_trainer_gets_the_same_response_with_or_without_an_account(desk, lead, cohort):
    known = factories.UserFactory.create(email="znana@example.com", first_name="Zofia", last_name="Nieznajoma")
    closed = factories.UserFactory.create(email="zamknieta@example.com", is_active=False)
    pages = []
    for email in (known.email, closed.email, "nikt@example.com"):
        response = send(desk, cohort, email)
        assert said(response) == ["Wysłano 1 zaproszenie."]
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|/zaproszenia/\d+/', "", text_of(response))
        pages.append(page.replace(email, "ADRES"))
        CohortInvitation.objects.all().delete()
        mail.outbox.clear()
    assert pages[0] == pages[1] == pages[2]
    assert "Nieznajoma" not in pages[0]
    assert not cohort.members.exists()
    assert not known.enrolments.exists()


def test_inviting_runs_the_same_queries_with_or_without_an_account(lead, cohort):
    factories.UserFactory.create(email="znana@example.com")
    invited(cohort, "pierwsza@example.com", by=lead)  # fills what Django caches, such as permissions
    counts = []
    for email in ("nikt@example.com", "znana@example.com"):
        with CaptureQueriesContext(connection) as captured:
            invited(cohort, email, by=lead)
        counts.append([re.sub(r"'[^']*'|\d+", "", row["sql"]) for row in captured.captured_queries])
    assert counts[0] == counts[1]


def test_until_it_is_accepted_the_trainer_sees_the_address_and_when_it_was_written_to(desk, cohort):
    user = factories.UserFactory.create(email=ADDRESS, first_name="Zofia", last_name="Nieznajoma")
    send(desk, cohort, ADDRESS.upper())
    CohortInvitation.objects.update(sent_at=timezone.now() - timedelta(days=3))
    response = desk.get(reverse("coursework:cohort", args=[cohort.pk]))
    html = text_of(response)
    assert "zaproszenie wysłane 3 dni temu" in html
    assert (ADDRESS in html, "Nieznajoma" in html, response.context["members"]) == (True, False, [])
    services.accept_invitation(by=user, invitation=CohortInvitation.objects.get())
    response = desk.get(reverse("coursework:cohort", args=[cohort.pk]))
    assert [row.user.display_name for row in response.context["members"]] == ["Zofia Nieznajoma"]
    assert response.context["invitations"] == []


def test_who_is_in_the_group_or_invited_is_not_written_to_again(desk, cohort, learner, asked):
    mail.outbox.clear()
    response = send(desk, cohort, f"{learner.email}\n{ADDRESS}\ninna@example.com")
    assert said(response) == [
        "Wysłano 1 zaproszenie.",
        "1 adres ma już zaproszenie.",
        "1 osoba była już w grupie.",
    ]
    assert [email.to for email in mail.outbox] == [["inna@example.com"]]


def test_one_pending_invitation_of_an_address_to_a_group(cohort, lead, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortInvitation.objects.create(cohort=cohort, email=ADDRESS, invited_by=lead, sent_at=timezone.now())


def test_a_token_cannot_be_guessed(cohort, lead):
    tokens = {invited(cohort, f"osoba{number}@example.net", by=lead).token for number in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


# --- the e-mail


def test_the_email_names_who_invites_to_what_and_leads_to_the_page(lead, cohort, asked):
    (email,) = mail.outbox
    body = str(email.body).replace("\xa0", " ")
    assert (email.to, email.subject) == ([ADDRESS], f"Pomost: Zaproszenie do grupy „{cohort.name}”")
    assert body.startswith(
        f"{lead.display_name} zaprasza cię do grupy „{cohort.name}” w serwisie Pomost. "
        f"Grupa bierze udział w szkoleniu „{cohort.course.title}”."
    )
    assert re.findall(r"http\S+", body) == [f"http://localhost:8000{page_of(asked)}"]
    assert "&" not in body


def test_names_with_html_characters_are_unchanged_in_the_email(lead, cohort):
    cohort.name = "Lis & Syn <1>"
    cohort.save()
    invited(cohort, ADDRESS, by=lead)
    assert "„Lis & Syn <1>”" in mail.outbox[0].subject
    assert "„Lis & Syn <1>”" in str(mail.outbox[0].body)


def test_the_email_is_polish_whatever_the_trainer_reads(client, lead, cohort):
    client.force_login(lead)
    client.post(f"/en{reverse('coursework:members_add', args=[cohort.pk])}", {"addresses": ADDRESS})
    translation.deactivate()
    assert "zaprasza cię" in str(mail.outbox[0].body)
    assert f"8000{page_of(CohortInvitation.objects.get())}" in str(mail.outbox[0].body)


# --- limits, sending again, taking back


def test_so_many_invitations_in_a_day_and_the_rest_waits_in_the_field(desk, cohort, settings):
    settings.POMOST_RATE_LIMITS = {"invitation": "2/d/user"}
    response = send(desk, cohort, "a@example.com\nb@example.com\nc@example.com\nd@example.com")
    assert said(response) == [
        "Wysłano 2 zaproszenia.",
        "2 zaproszenia nie zostały wysłane, bo dziś wysłano ich już zbyt wiele. Adresy są w polu poniżej.",
    ]
    assert response.context["add_member_form"]["addresses"].value() == "c@example.com\nd@example.com"
    assert states() == [("a@example.com", "pending"), ("b@example.com", "pending")]


def test_an_address_is_written_to_so_often_in_a_day_by_one_group(desk, lead, cohort, settings):
    settings.POMOST_RATE_LIMITS = {"invitation_repeat": "3/d/key"}
    send(desk, cohort, ADDRESS)
    asked = CohortInvitation.objects.get()
    again = reverse("coursework:invitation_send_again", args=[cohort.pk, asked.pk])
    answers = [said(desk.post(again, follow=True)) for _time in range(3)]
    done = [f"Zaproszenie na adres {ADDRESS} zostało wysłane jeszcze raz."]
    assert answers == [done, done, ["Wysłano już zbyt wiele zaproszeń. Spróbuj jutro."]]
    assert len(mail.outbox) == 3
    # Taking it back and inviting anew is no way round it.
    services.revoke_invitation(by=lead, invitation=asked)
    assert said(send(desk, cohort, ADDRESS))[0].startswith("1 zaproszenie nie zostało wysłane")
    other = factories.CohortFactory.create(trainers=[lead])
    assert said(send(desk, other, ADDRESS)) == ["Wysłano 1 zaproszenie."]


def test_sending_again_moves_the_moment(lead, cohort, asked):
    CohortInvitation.objects.update(sent_at=timezone.now() - timedelta(days=5))
    services.send_invitation_again(by=lead, invitation=asked, **ALWAYS)
    assert timezone.now() - CohortInvitation.objects.get().sent_at < timedelta(minutes=1)
    assert [email.to for email in mail.outbox] == [[ADDRESS]] * 2
    assert mail.outbox[0].body == mail.outbox[1].body
    with pytest.raises(TooManyInvitationsError):
        services.send_invitation_again(by=lead, invitation=asked, may_send=lambda _address: False)


def test_an_invitation_that_is_taken_back_opens_nothing(desk, lead, cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    response = desk.post(reverse("coursework:invitation_revoke", args=[cohort.pk, asked.pk]), follow=True)
    assert said(response) == [f"Zaproszenie na adres {ADDRESS} zostało cofnięte."]
    assert response.context["invitations"] == []
    page = signed_in(user).get(page_of(asked))
    assert page.status_code == 410
    assert "To zaproszenie zostało cofnięte" in text_of(page)
    signed_in(user).post(page_of(asked), {"action": "accept"})
    assert not CohortMember.objects.exists()
    with pytest.raises(InvitationAnsweredError):
        services.send_invitation_again(by=lead, invitation=asked, **ALWAYS)


def test_only_who_organises_the_group_sends_again_and_takes_back(cohort, asked, lead):
    outsider = factories.UserFactory.create(email=ADDRESS)
    for person in (factories.trainer(), outsider):
        with pytest.raises(NotPermittedError):
            services.send_invitation_again(by=person, invitation=asked, **ALWAYS)
        with pytest.raises(NotPermittedError):
            services.revoke_invitation(by=person, invitation=asked)
    services.send_invitation_again(by=factories.coordinator(), invitation=asked, **ALWAYS)
    services.revoke_invitation(by=factories.coordinator(), invitation=asked)
    assert states() == [(ADDRESS, "revoked")]


def test_an_invitation_of_another_group_is_not_found(desk, lead, asked):
    other = factories.CohortFactory.create(trainers=[lead])
    for name in ("invitation_send_again", "invitation_revoke"):
        assert desk.post(reverse(f"coursework:{name}", args=[other.pk, asked.pk])).status_code == 404
    assert states() == [(ADDRESS, "pending")]
