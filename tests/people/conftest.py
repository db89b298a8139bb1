"""Users of each role, and a page tree with a published page and a draft."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation

from people import roles
from people.models import User
from pomost.models import HomePage
from publishing.models import StandardPage

PASSWORD = "most-nad-rzeka-27"


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    """Resets the language, which a request leaves active in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(email: str = "ala@example.org", *groups: str, **fields: Any) -> User:
        user = User.objects.create_user(email, PASSWORD, **fields)
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        return user

    return make


@pytest.fixture
def as_role(make_user: Callable[..., User]) -> Callable[[str], Client]:
    """A client signed in as a user with the role; ``""`` for a user without one."""

    def make(role: str) -> Client:
        client = Client()
        name = f"rola{(*roles.ALL, '').index(role)}"
        client.force_login(make_user(f"{name}@example.org", *([role] if role else [])))
        return client

    return make


@pytest.fixture
def editor(as_role: Callable[[str], Client]) -> Client:
    return as_role(roles.EDITOR)


@pytest.fixture
def reviewer(as_role: Callable[[str], Client]) -> Client:
    return as_role(roles.REVIEWER)


@pytest.fixture
def confirmed(make_user: Callable[..., User]) -> User:
    """A user with a confirmed address."""
    user = make_user("jola@example.org", first_name="Jola")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> Client:
    """An administrator who has just reauthenticated, as changing accounts requires."""
    client = Client()
    user = make_user("zarzad@example.org", is_superuser=True, is_staff=True)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client.force_login(user)
    reauthenticate(client)
    return client


def reauthenticate(client: Client, password: str = PASSWORD) -> None:
    """Reauthenticates with the password."""
    response = client.post(reverse("account_reauthenticate"), {"password": password})
    assert response.status_code == 302


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title="O serwisie", slug="o-serwisie"))
    return page


@pytest.fixture
def draft(home: HomePage) -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title="Szkic", slug="szkic", live=False))
    page.save_revision()
    return page
