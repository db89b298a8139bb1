"""Status 400 for numbers and texts that no database column can store."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from people.roles import COORDINATOR
from tests.builders import signed_in

pytestmark = pytest.mark.django_db

TOO_LARGE = str(2**63)


def test_a_form_of_ours_that_names_such_a_row() -> None:
    form = {"name": "Grupa", "subject": "", "trainers": TOO_LARGE}
    response = signed_in(COORDINATOR).post(reverse("coursework:cohort_create"), form)
    # PostgreSQL compares it with its numbers and finds none; SQLite cannot be given it at all.
    assert response.status_code == (422 if connection.vendor == "postgresql" else 400)
    assert "<h1>" in response.content.decode()


def test_a_text_that_no_column_can_hold() -> None:
    form = {"name": "Grupa \x00", "subject": "", "trainers": "\x00"}
    assert signed_in(COORDINATOR).post(reverse("coursework:cohort_create"), form).status_code in (400, 422)


@pytest.mark.parametrize("route", ["guidance:shared", "guidance:confirm_changes", "editing:outside_review"])
def test_a_token_in_the_address_that_no_column_can_hold(route: str) -> None:
    # PostgreSQL cannot be asked for it; SQLite finds none.
    status = Client().get(reverse(route, args=["abc\x00def"])).status_code
    assert status == (400 if connection.vendor == "postgresql" and route == "guidance:shared" else 404)
