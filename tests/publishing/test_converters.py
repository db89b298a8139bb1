"""Primary keys in addresses and forms: only numbers that the database can hold."""

import pytest
from django.test import Client
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from publishing.converters import LARGEST_ID, IdConverter, id_from


@given(st.integers(min_value=1, max_value=LARGEST_ID))
def test_every_key_goes_through_an_address_and_back(number: int) -> None:
    converter = IdConverter()
    assert converter.to_python(converter.to_url(number)) == number
    assert id_from(str(number)) == number


@pytest.mark.parametrize("number", ["0", str(LARGEST_ID + 1), "9" * 25, "9" * 5000])
def test_a_number_that_no_row_can_have_is_taken_for_a_page_that_is_not_there(number: str) -> None:
    for address in (f"/prace/{number}/", f"/grupy/{number}/", f"/moja-nauka/kursy/{number}/zapis/"):
        assert resolve(address).url_name == "wagtail_serve"
    assert id_from(number) == 0


@given(st.text())
def test_whatever_stands_in_a_query_names_a_possible_row_or_none(raw: str) -> None:
    assert 0 <= id_from(raw) <= LARGEST_ID


@pytest.mark.django_db
def test_a_number_of_five_thousand_digits_in_a_form_is_not_found(client: Client) -> None:
    assert client.get("/zglos-blad/", {"strona": "9" * 5000}).status_code == 404
