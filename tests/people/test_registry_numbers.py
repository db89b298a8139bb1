"""NIP, REGON and KRS: normalised, checked at the field, and telling nobody anything about others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from stdnum.pl import nip as nips

from people.models import Organisation, StatedNumbers, User
from people.registry_numbers import normal_krs, normal_nip, normal_regon

NIP, OTHER_NIP, REGON, KRS = "5252445767", "7740001454", "123456785", "0000057720"


@pytest.mark.parametrize(
    ("normal", "text", "number"),
    [
        (normal_nip, " 525-244-57-67 ", NIP),
        (normal_nip, "PL 5252445767", NIP),
        (normal_nip, "525\u2013244\u201357\u201367", NIP),
        (normal_regon, "123 456 785", REGON),
        (normal_regon, "12345678512347", "12345678512347"),
        (normal_krs, "0000057720", KRS),
        (normal_krs, "KRS: 00000 57720", KRS),
    ],
)
def test_numbers_are_normalised(normal: Callable[[str], str], text: str, number: str) -> None:
    assert normal(text) == number


@pytest.mark.parametrize(
    ("normal", "text", "said"),
    [
        (normal_nip, "5252445768", "ostatnia cyfra"),
        (normal_nip, "525244576", "10 cyfr"),
        (normal_nip, "abc", "10 cyfr"),
        (normal_nip, "0000000000", "10 cyfr"),
        (normal_regon, "123456786", "ostatnia cyfra"),
        (normal_regon, "1412165", "9 albo 14 cyfr"),
        (normal_krs, "57720", "10 cyfr, razem z zerami"),
        (normal_krs, "0000000000", "10 cyfr, razem z zerami"),
        (normal_krs, "٠٠٠٠٠٥٧٧٢٠", "10 cyfr, razem z zerami"),
    ],
)
def test_wrong_numbers_are_refused_in_words(normal: Callable[[str], str], text: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        normal(text)
    assert said in refusal.value.messages[0].replace("\xa0", " ")


@given(st.text(max_size=20))
def test_any_text_gives_digits_or_a_refusal(text: str) -> None:
    for normal, lengths in ((normal_nip, {10}), (normal_regon, {9, 14}), (normal_krs, {10})):
        try:
            number = normal(text)
        except ValidationError:
            continue
        assert number.isascii()
        assert number.isdigit()
        assert len(number) in lengths
        assert normal(number) == number


pages = pytest.mark.django_db
DATA = {"first_name": "Ola", "last_name": "Dąb", "organisation": "Fundacja Kładka", "kind": "ngo"}


@pytest.fixture
def user(make_user: Callable[..., User], client: Client) -> User:
    user = make_user("ola@example.org")
    client.force_login(user)
    return user


def numbers(name: str) -> tuple[str | None, str | None, str | None]:
    (row,) = Organisation.objects.filter(name=name).values_list("nip", "regon", "krs")
    return row


@pages
def test_the_numbers_of_a_new_organisation_are_kept_corrected_and_removed(client: Client, user: User) -> None:
    client.post("/konto/", {**DATA, "nip": "525-244-57-67", "krs": KRS})
    assert numbers("Fundacja Kładka") == (NIP, None, KRS)
    assert 'value="5252445767"' in client.get("/konto/").text
    client.post("/konto/", {**DATA, "nip": OTHER_NIP, "krs": ""})
    assert numbers("Fundacja Kładka") == (OTHER_NIP, None, None)
    client.post("/konto/", {**DATA, "organisation": ""})
    assert not StatedNumbers.objects.exists()


@pages
def test_a_wrong_number_is_said_at_its_field_and_nothing_is_lost(client: Client, user: User) -> None:
    response = client.post("/konto/", {**DATA, "nip": "5252445768", "regon": REGON})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["nip"]
    assert 'value="5252445768"' in response.text
    assert '<details class="disclosure" open>' in response.text
    response = client.post("/konto/", {**DATA, "organisation": "", "nip": NIP})
    assert list(response.context["form"].errors) == ["organisation"]
    assert not StatedNumbers.objects.exists()


@pages
def test_whoever_types_a_known_number_learns_nothing(
    client: Client, user: User, make_user: Callable[..., User]
) -> None:
    known = Organisation.objects.create(name="Znana Fundacja", nip=NIP)
    User.objects.filter(pk=make_user("inna@example.org", first_name="Wanda").pk).update(organisation=known)

    def answers(nip: str, organisation: str) -> tuple[Any, ...]:
        sent = client.post("/konto/", {**DATA, "nip": nip, "organisation": organisation}, follow=True)
        return sent.redirect_chain, sent.text.replace(nip, "N").replace(organisation, "O").split('id="main"')[1]

    free, taken = answers("1060000062", "Pierwsza"), answers(NIP, "Druga")
    assert nips.is_valid("1060000062")
    same = [part.replace(token, "") for part, token in ((free[1], ""), (taken[1], ""))]
    assert free[0] == taken[0]
    assert _without_tokens(same[0]) == _without_tokens(same[1])
    assert numbers("Druga") == (None, None, None)
    assert numbers("Znana Fundacja") == (NIP, None, None)


@pages
def test_nobody_sees_or_changes_the_numbers_of_an_organisation_that_others_named(
    client: Client, user: User, make_user: Callable[..., User]
) -> None:
    known = Organisation.objects.create(name="Znana Fundacja", regon=REGON)
    User.objects.filter(pk=make_user("inna@example.org").pk).update(organisation=known)
    client.post("/konto/", {**DATA, "organisation": "znana fundacja", "nip": NIP})
    assert numbers("Znana Fundacja") == (None, REGON, None)
    assert REGON not in client.get("/konto/").text


def _without_tokens(html: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pages
def test_the_admin_normalises_before_it_compares(administrator: Client) -> None:
    Organisation.objects.create(name="Pierwsza", nip=NIP)
    page = "/admin/snippets/people/organisation/add/"
    response = administrator.post(page, {"name": "Druga", "kind": "ngo", "nip": "525 244 57 67"})
    assert list(response.context["form"].errors) == ["nip"]
    assert administrator.post(page, {"name": "Druga", "kind": "ngo", "nip": "774-000-14-54"}).status_code == 302
    assert numbers("Druga") == (OTHER_NIP, None, None)
