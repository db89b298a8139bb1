"""The page of an invitation: joining, declining, and leaving the group."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import InvitationAnsweredError, NotPermittedError
from courses.coursework.models import CohortInvitation, CohortMember
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import PASSWORD, handed_in, invited
from tests.coursework.invitations.steps import ADDRESS, page_of, said, signed_in, states, text_of

pytestmark = pytest.mark.django_db


def test_the_page_says_who_invites_to_what_and_what_will_be_seen(lead, cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    response = signed_in(user).get(page_of(asked))
    html = text_of(response)
    for words in (
        f"{lead.display_name} zaprasza cię",
        cohort.name,
        cohort.course.title,
        "imię i nazwisko, organizację i adres e-mail",
        "postępy w tym szkoleniu",
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
    form = {
        "first_name": "Nowa",
        "last_name": "Osoba",
        "email": ADDRESS,
        "password1": PASSWORD,
        "of_age": "on",
        "terms": "on",
    }
    client.post(reverse("account_signup"), {**form, "next": page_of(asked)})
    assert not CohortMember.objects.exists()
    (link,) = re.findall(r"https?://[^/\s]+(/\S*confirm-email\S*)", str(mail.outbox[0].body))
    response = client.post(link, follow=True)
    assert response.redirect_chain[-1][0] == page_of(asked)
    assert client.post(page_of(asked), {"action": "accept"}, follow=True).status_code == 200
    assert cohort.members.get().user.email == ADDRESS


def test_another_user_is_offered_to_sign_out(asked):
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
def test_the_token_is_enough_to_decline(desk, lead, cohort, asked, who):
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
    mark_completed(user=learner, lesson=lessons_of(cohort.course)[0])
    handed_in(written, learner)
    client, address = signed_in(learner), reverse("coursework:leave", args=[cohort.pk])
    (group,) = client.get(reverse("learning:home")).context["groups"]
    assert (group.name, group.url) == (cohort.name, address)
    assert "Opuścić grupę" in text_of(client.get(address))
    assert cohort.members.count() == 1
    response = client.post(address, follow=True)
    assert said(response) == [f"Nie jesteś już w grupie „{cohort.name}”. Twoje prace i postępy są zachowane."]
    assert response.context["groups"] == []
    assert [card.label for card in response.context["courses"]] == ["Ukończone lekcje: 1 z\xa03"]
    assert learner.submissions.get().rounds.count() == 1
    assert desk.get(reverse("coursework:cohort", args=[cohort.pk])).context["members"] == []
    assert client.post(address).status_code == 404


def test_only_members_leave_a_group(client, cohort, learner):
    address = reverse("coursework:leave", args=[cohort.pk])
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    for person in (factories.UserFactory.create(), factories.trainer(), factories.coordinator()):
        assert (signed_in(person).get(address).status_code, signed_in(person).post(address).status_code) == (404, 404)
        with pytest.raises(NotPermittedError):
            services.leave_cohort(by=person, cohort=cohort)
    assert cohort.members.count() == 1


def test_a_member_who_left_rejoins_by_a_new_invitation_only(cohort, asked):
    user = factories.UserFactory.create(email=ADDRESS)
    services.accept_invitation(by=user, invitation=asked)
    services.leave_cohort(by=user, cohort=cohort)
    with pytest.raises(InvitationAnsweredError):
        services.accept_invitation(by=user, invitation=asked)
    services.accept_invitation(by=user, invitation=invited(cohort, ADDRESS))
    assert cohort.members.get().user == user


# --- coordinators
