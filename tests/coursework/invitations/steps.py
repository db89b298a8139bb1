"""Steps and assertions shared by the tests of invitations."""

from django.test import Client
from django.urls import reverse

from courses.coursework.models import CohortInvitation

ADDRESS = "nowa@example.com"
ALWAYS = {"may_send": lambda _address: True}


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


# --- what the trainer sees
