"""Invitations: what the trainer sees, what the letter says, who may join, and how one leaves."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.coursework import services
from courses.coursework.errors import InvitationAnsweredError, NotPermittedError, TooManyInvitationsError
from courses.coursework.models import CohortInvitation, CohortMember
from courses.learning.services import mark_completed
from tests.coursework import factories
from tests.coursework.factories import PASSWORD, handed_in, invited

pytestmark = pytest.mark.django_db

ADDRESS = "nowa@example.com"
ALWAYS = {"may_send": lambda _address: True}


@pytest.fixture
def desk(client, lead):
    """The trainer's browser."""
    client.force_login(lead)
    return client


@pytest.fixture
def asked(cohort, lead):
    return invited(cohort, ADDRESS, by=lead)


def page_of(invitation):
    return reverse("coursework:invitation", args=[invitation.token])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def send(client, cohort, addresses, **more):
    address = reverse("coursework:members_add", args=[cohort.pk])
    return client.post(address, {"addresses": addresses, **more}, follow=True)


def said(response):
    return [str(message).replace("\xa0", " ") for message in response.context["messages"]]


def text_of(response):
    return response.text.replace("\xa0", " ")


def states():
    return list(CohortInvitation.objects.order_by("email").values_list("email", "state"))


# --- what the trainer learns


def test_a_trainer_gets_one_answer_whoever_has_an_account(desk, lead, cohort):
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


def test_inviting_asks_the_database_the_same_whoever_has_an_account(lead, cohort):
    factories.UserFactory.create(email="znana@example.com")
    invited(cohort, "pierwsza@example.com", by=lead)  # what Django itself remembers, such as permissions
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
    assert [row["who"] for row in response.context["members"]] == ["Zofia Nieznajoma"]
    assert response.context["invitations"] == []


def test_who_is_in_the_group_or_invited_is_not_written_to_again(desk, cohort, learner, asked):
    mail.outbox.clear()
    response = send(desk, cohort, f"{learner.email}\n{ADDRESS}\ninna@example.com")
    assert said(response) == [
        "Wysłano 1 zaproszenie.",
        "1 adres ma już zaproszenie.",
        "1 osoba była już w grupie.",
    ]
    assert [letter.to for letter in mail.outbox] == [["inna@example.com"]]


def test_one_pending_invitation_of_an_address_to_a_group(cohort, lead, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortInvitation.objects.create(cohort=cohort, email=ADDRESS, invited_by=lead, sent_at=timezone.now())


def test_a_token_cannot_be_guessed(cohort, lead):
    tokens = {invited(cohort, f"osoba{number}@example.net", by=lead).token for number in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


# --- the letter


def test_the_letter_names_who_invites_to_what_and_leads_to_the_page(lead, cohort, asked):
    (letter,) = mail.outbox
    body = str(letter.body).replace("\xa0", " ")
    assert (letter.to, letter.subject) == ([ADDRESS], f"Pomost: Zaproszenie do grupy „{cohort.name}”")
    assert body.startswith(
        f"{lead.display_name} zaprasza cię do grupy „{cohort.name}” w serwisie Pomost. "
        f"Grupa uczy się na kursie „{cohort.course.title}”."
    )
    assert re.findall(r"http\S+", body) == [f"http://localhost:8000{page_of(asked)}"]
    assert "&" not in body


def test_names_with_signs_of_html_stand_in_the_letter_as_they_are(lead, cohort):
    cohort.name = "Lis & Syn <1>"
    cohort.save()
    invited(cohort, ADDRESS, by=lead)
    assert "„Lis & Syn <1>”" in mail.outbox[0].subject
    assert "„Lis & Syn <1>”" in str(mail.outbox[0].body)


def test_the_letter_is_polish_whatever_the_trainer_reads(client, lead, cohort):
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
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]] * 2
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
    stranger = factories.UserFactory.create(email=ADDRESS)
    for person in (factories.trainer(), stranger):
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


# --- the page of whoever is invited


def test_the_page_says_who_invites_to_what_and_what_will_be_seen(lead, cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    response = signed_in(user).get(page_of(asked))
    html = text_of(response)
    for words in (
        f"{lead.display_name} zaprasza cię",
        cohort.name,
        cohort.course.title,
        "imię i nazwisko, organizację i adres e-mail",
        "postępy w tym kursie",
        "prace, które oddasz",
        "Dołącz do grupy",
        "Odrzuć zaproszenie",
    ):
        assert words in html
    assert html.count("<h1>") == 1
    assert "no-store" in response["Cache-Control"]
    assert not CohortMember.objects.exists()


def test_an_anonymous_visitor_signs_in_or_signs_up_and_comes_back(client, asked):
    response = client.get(page_of(asked))
    back = f"?next={page_of(asked).replace('/', '%2F')}"
    for name in ("account_login", "account_signup"):
        assert f'href="{reverse(name)}{back}"' in response.text
    assert "Dołącz do grupy" not in text_of(response)
    assert client.post(page_of(asked), {"action": "accept"})["Location"] == f"{reverse('account_login')}{back}"
    user = factories.UserFactory.create(email=ADDRESS)
    user.set_password(PASSWORD)
    user.save()
    form = {"login": ADDRESS, "password": PASSWORD, "next": page_of(asked)}
    assert client.post(reverse("account_login"), form)["Location"] == page_of(asked)
    assert not CohortMember.objects.exists()


def test_a_new_account_with_that_address_comes_back_once_it_is_confirmed(client, cohort, asked):
    mail.outbox.clear()
    form = {"first_name": "Nowa", "last_name": "Osoba", "email": ADDRESS, "password1": PASSWORD, "terms": "on"}
    client.post(reverse("account_signup"), {**form, "next": page_of(asked)})
    assert not CohortMember.objects.exists()
    (link,) = re.findall(r"https?://[^/\s]+(/\S*confirm-email\S*)", str(mail.outbox[0].body))
    response = client.post(link, follow=True)
    assert response.redirect_chain[-1][0] == page_of(asked)
    assert client.post(page_of(asked), {"action": "accept"}, follow=True).status_code == 200
    assert cohort.members.get().user.email == ADDRESS


def test_somebody_else_is_told_so_with_the_way_to_sign_out(asked):
    other = factories.UserFactory.create()
    client = signed_in(other)
    response = client.get(page_of(asked))
    html = text_of(response)
    assert "To zaproszenie jest na inny adres" in html
    assert (other.email in html, ADDRESS in html, "Dołącz do grupy" in html) == (True, True, False)
    assert f'href="{reverse("account_logout")}?next={page_of(asked).replace("/", "%2F")}"' in response.text
    assert client.post(page_of(asked), {"action": "accept"})["Location"] == page_of(asked)
    assert states() == [(ADDRESS, "pending")]
    assert not CohortMember.objects.exists()
    with pytest.raises(NotPermittedError):
        services.accept_invitation(by=other, invitation=asked)


@pytest.mark.parametrize(("verified", "joins"), [(True, True), (False, False)])
def test_only_a_confirmed_address_counts(asked, verified, joins):
    user = factories.UserFactory.create()
    EmailAddress.objects.create(user=user, email="Nowa@Example.com", verified=verified)
    signed_in(user).post(page_of(asked), {"action": "accept"})
    assert CohortMember.objects.filter(user=user).exists() == joins


def test_joining_makes_a_member_on_the_course_once(cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    client = signed_in(user)
    response = client.post(page_of(asked), {"action": "accept"}, follow=True)
    assert response.redirect_chain == [(reverse("learning:home"), 302)]
    assert said(response) == [f"Jesteś w grupie „{cohort.name}” i na jej kursie."]
    client.post(page_of(asked), {"action": "accept"})
    assert (cohort.members.get().user, user.enrolments.get().course) == (user, cohort.course)
    answered = CohortInvitation.objects.get()
    assert (answered.state, answered.accepted_by) == ("accepted", user)
    assert client.get(page_of(asked))["Location"] == reverse("coursework:leave", args=[cohort.pk])


def test_a_used_invitation_says_nothing_of_the_group_to_anybody_else(cohort, asked):
    services.accept_invitation(by=factories.UserFactory.create(email=ADDRESS), invitation=asked)
    for client in (Client(), signed_in(factories.UserFactory.create())):
        response = client.get(page_of(asked))
        assert response.status_code == 410
        assert "To zaproszenie zostało już wykorzystane" in text_of(response)
        assert (cohort.name in response.text, ADDRESS in response.text) == (False, False)


@pytest.mark.parametrize("token", ["nie-ma-takiego", "x" * 500])
def test_an_unknown_token_is_not_found(client, cohort, asked, token):
    for response in (client.get(f"/zaproszenia/{token}/"), client.post(f"/zaproszenia/{token}/")):
        assert response.status_code == 404
        assert "Nie ma takiego zaproszenia" in text_of(response)


@pytest.mark.parametrize("who", ["anonymous", "addressee", "somebody else"])
def test_whoever_has_the_letter_may_decline(desk, lead, cohort, asked, who):
    client = (
        Client()
        if who == "anonymous"
        else signed_in(factories.UserFactory.create(**({"email": ADDRESS} if who == "addressee" else {})))
    )
    response = client.post(page_of(asked), {"action": "decline"}, follow=True)
    assert response.status_code == 410
    assert "Zaproszenie jest odrzucone" in text_of(response)
    client.post(page_of(asked), {"action": "decline"})
    assert states() == [(ADDRESS, "declined")]
    html = text_of(desk.get(reverse("coursework:cohort", args=[cohort.pk])))
    assert "zaproszenie odrzucone dziś" in html
    assert "Wyślij jeszcze raz" not in html
    # A new invitation takes the place of the old answer.
    invited(cohort, ADDRESS, by=lead)
    assert sorted(state for _email, state in states()) == ["pending", "revoked"]


def test_only_the_methods_of_the_page_and_no_change_by_get(client, asked):
    assert client.put(page_of(asked)).status_code == 405
    user = factories.UserFactory.create(email=ADDRESS)
    signed_in(user).get(f"{page_of(asked)}?action=accept")
    assert states() == [(ADDRESS, "pending")]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(page_of(asked), {"action": "accept"}).status_code == 403


# --- "Moja nauka"


def test_my_learning_shows_invitations_to_confirmed_addresses_only(cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    home = signed_in(user).get(reverse("learning:home"))
    assert [(item.name, item.url) for item in home.context["invitations"]] == [(cohort.name, page_of(asked))]
    assert f'href="{page_of(asked)}"' in home.text
    unconfirmed = factories.UserFactory.create()
    EmailAddress.objects.create(user=unconfirmed, email="inna@example.com", verified=False)
    invited(cohort, "inna@example.com")
    assert signed_in(unconfirmed).get(reverse("learning:home")).context["invitations"] == []
    services.decline_invitation(invitation=asked)
    assert signed_in(user).get(reverse("learning:home")).context["invitations"] == []


# --- leaving


def test_leaving_asks_first_and_keeps_what_was_done(desk, lead, cohort, written, learner):
    mark_completed(user=learner, lesson=factories.lessons_of(cohort.course)[0])
    handed_in(written, learner)
    client, address = signed_in(learner), reverse("coursework:leave", args=[cohort.pk])
    (group,) = client.get(reverse("learning:home")).context["groups"]
    assert (group.name, group.url) == (cohort.name, address)
    assert "Opuścić grupę" in text_of(client.get(address))
    assert cohort.members.count() == 1
    response = client.post(address, follow=True)
    assert said(response) == [f"Nie jesteś już w grupie „{cohort.name}”. Twoje prace i postępy są zachowane."]
    assert response.context["groups"] == []
    assert [card["label"] for card in response.context["courses"]] == ["Ukończone lekcje: 1 z\xa03"]
    assert learner.submissions.get().rounds.count() == 1
    assert desk.get(reverse("coursework:cohort", args=[cohort.pk])).context["members"] == []
    assert client.post(address).status_code == 404


def test_only_people_of_a_group_leave_it(client, cohort, learner):
    address = reverse("coursework:leave", args=[cohort.pk])
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    for person in (factories.UserFactory.create(), factories.trainer(), factories.coordinator()):
        assert (signed_in(person).get(address).status_code, signed_in(person).post(address).status_code) == (404, 404)
        with pytest.raises(NotPermittedError):
            services.leave_cohort(by=person, cohort=cohort)
    assert cohort.members.count() == 1


def test_whoever_has_left_joins_again_by_a_new_invitation_only(cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    services.accept_invitation(by=user, invitation=asked)
    services.leave_cohort(by=user, cohort=cohort)
    with pytest.raises(InvitationAnsweredError):
        services.accept_invitation(by=user, invitation=asked)
    services.accept_invitation(by=user, invitation=invited(cohort, ADDRESS))
    assert cohort.members.get().user == user


# --- coordinators


def test_a_coordinator_adds_whom_an_organisation_signed_up(client, cohort, caplog):
    boss = factories.coordinator(first_name="Konrad", last_name="Kos")
    user = factories.UserFactory.create()
    client.force_login(boss)
    with caplog.at_level("INFO", logger="coursework"):
        response = send(client, cohort, f"{user.email}\nnikt@example.com", signed_up="on")
    assert said(response) == ["Dodano 1 osobę.", "Wysłano 1 zaproszenie."]
    assert cohort.members.get().user == user
    (letter,) = [letter for letter in mail.outbox if letter.to == [user.email]]
    assert letter.subject == f"Pomost: Jesteś w grupie „{cohort.name}”"
    body = str(letter.body)
    assert f"Konrad Kos dodaje cię do grupy „{cohort.name}”" in body
    leave = reverse("coursework:leave", args=[cohort.pk])
    assert re.findall(r"http\S+", body) == [f"http://localhost:8000{leave}"]
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


def test_adding_somebody_who_is_invited_ends_the_invitation(cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    factories.add(factories.coordinator(), cohort, user)
    assert states() == [(ADDRESS, "revoked")]
    assert cohort.members.get().user == user
