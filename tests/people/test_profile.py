from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Organisation, User
from people.services import change_profile

pytestmark = pytest.mark.django_db

Make = Callable[..., User]


@pytest.fixture
def user(make_user: Make, client: Client) -> User:
    user = make_user("ola@example.org", first_name="Ola", last_name="Dąb")
    client.force_login(user)
    return user


def test_the_page_shows_what_is_known(client: Client, user: User) -> None:
    user.organisation = Organisation.objects.create(name="Fundacja Kładka", kind=Organisation.Kind.NGO)
    user.save()
    response = client.get("/konto/")
    assert response.status_code == 200
    assert 'value="Ola"' in response.text
    assert 'value="Fundacja Kładka"' in response.text
    for name in ("account_email", "account_change_password", "mfa_index", "account_logout"):
        assert f'href="{reverse(name)}"' in response.text
    assert response.text.count("<h1") == 1


def test_a_name_and_an_organisation_are_saved(client: Client, user: User) -> None:
    data = {
        "first_name": "Aleksandra",
        "last_name": "Dąb",
        "organisation": "Urząd  Gminy Las",
        "kind": "local_government",
    }
    response = client.post("/konto/", data)
    assert (response.status_code, response["Location"]) == (302, "/konto/")
    user.refresh_from_db()
    assert user.display_name == "Aleksandra Dąb"
    assert user.organisation is not None
    assert (user.organisation.name, user.organisation.kind) == ("Urząd Gminy Las", "local_government")


def test_nobody_changes_the_kind_of_an_organisation_others_named(user: User) -> None:
    known = Organisation.objects.create(name="Kładka nad Wartą", kind=Organisation.Kind.UNIVERSITY)
    change_profile(user=user, first_name="Ola", last_name="Dąb", organisation="kładka nad wartą", kind="company")
    user.refresh_from_db()
    known.refresh_from_db()
    assert (user.organisation, known.kind) == (known, "university")


def test_an_organisation_may_be_taken_out(client: Client, user: User) -> None:
    change_profile(user=user, first_name="Ola", last_name="Dąb", organisation="Kładka próbna")
    client.post("/konto/", {"first_name": "Ola", "last_name": "Dąb", "organisation": "", "kind": ""})
    user.refresh_from_db()
    assert user.organisation is None
    assert Organisation.objects.filter(name="Kładka próbna").exists()


@pytest.mark.parametrize("wrong", [{"first_name": ""}, {"last_name": " "}, {"kind": "klub"}, {"first_name": "x" * 151}])
def test_errors_are_shown_and_nothing_is_saved(client: Client, user: User, wrong: dict[str, str]) -> None:
    good = {"first_name": "Inna", "last_name": "Osoba", "organisation": "", "kind": ""}
    response = client.post("/konto/", {**good, **wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    user.refresh_from_db()
    assert user.display_name == "Ola Dąb"


def test_the_page_is_for_those_signed_in(client: Client) -> None:
    assert client.get("/konto/")["Location"] == f"{reverse('account_login')}?next=/konto/"
