"""Wagtail's pages of users, with users without user names."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from people import roles
from people.models import User
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_a_user(administrator: Client) -> None:
    page = administrator.get(reverse("wagtailusers_users:add"))
    assert page.status_code == 200
    assert 'name="username"' not in page.text
    group = Group.objects.get(name=roles.EDITOR)
    data = {
        "email": "Nowa.Osoba@Example.org",
        "first_name": "Nowa",
        "last_name": "Osoba",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [group.pk],
    }
    assert administrator.post(reverse("wagtailusers_users:add"), data).status_code == 302
    user = User.objects.get(email="nowa.osoba@example.org")
    assert user.check_password(PASSWORD)
    assert list(user.groups.all()) == [group]
    again = administrator.post(reverse("wagtailusers_users:add"), {**data, "email": "NOWA.osoba@example.org"})
    assert again.status_code == 200
    assert "email" in again.context["form"].errors


def test_an_administrator_changes_a_user(administrator: Client, make_user: Callable[..., User]) -> None:
    user = make_user("stara@example.org", first_name="Stara", last_name="Osoba")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assert administrator.get(address).status_code == 200
    data = {"email": "Nowsza@example.org", "first_name": "Nowsza", "last_name": "Osoba", "is_active": "on"}
    assert administrator.post(address, data).status_code == 302
    user.refresh_from_db()
    assert (user.email, user.first_name, user.is_active) == ("nowsza@example.org", "Nowsza", True)
    assert user.check_password(PASSWORD)
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified")
    assert list(rows) == [("nowsza@example.org", False)]
    del data["is_active"]
    administrator.post(address, data)
    user.refresh_from_db()
    assert not user.is_active


def test_users_are_listed_and_found_by_address(administrator: Client, make_user: Callable[..., User]) -> None:
    make_user("jagoda.lis@example.org", first_name="Jagoda", last_name="Lis")
    response = administrator.get(reverse("wagtailusers_users:index"), {"q": "jagoda.lis"})
    assert response.status_code == 200
    assert "jagoda.lis@example.org" in response.text


def test_an_address_is_unique(make_user: Callable[..., User]) -> None:
    make_user("jedna@example.org")
    with pytest.raises(ValidationError, match=r"."):
        User(email="JEDNA@example.org", password="x").full_clean()
