"""Creating the first administrator on the command line."""

import pytest
from django.core.management import call_command
from django.test import Client


@pytest.mark.django_db
def test_an_administrator_made_on_the_command_line_signs_in_without_an_email(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "kladka-przez-potok-7")
    call_command("createsuperuser", email="Pierwsza@Example.org", interactive=False, verbosity=0)
    client = Client()
    form = {"login": "pierwsza@example.org", "password": "kladka-przez-potok-7"}
    assert client.post("/konto/login/", form)["Location"] == "/admin/"
