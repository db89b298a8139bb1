"""Messages of packages whose own Polish translation is wrong."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/konto/login/", "/konto/signup/", "/konto/password/reset/"])
def test_a_wrong_address_is_an_e_mail_address(client: Client, address: str) -> None:
    page = client.post(address, {"login": "zly", "email": "zly", "password": "x", "password1": "x"}).content.decode()
    assert "Wpisz poprawny adres e-mail." in page
    assert re.findall(r"(?i)\badres\w* email", page) == []
