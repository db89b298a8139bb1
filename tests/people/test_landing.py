"""The page of each role after signing in."""

import pytest
from django.contrib.auth.models import Group

from people.landing import landing_page_of
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("groups", "address"),
    [
        ([], None),
        ([EDITOR], "/admin/"),
        ([REVIEWER], "/admin/"),
        ([TRAINER], "/grupy/"),
        ([COORDINATOR], "/grupy/"),
        ([TRAINER, EDITOR], "/admin/"),
    ],
)
def test_each_role_comes_to_its_own_page(groups: list[str], address: str | None) -> None:
    user = User.objects.create_user(email="osoba@example.org", password="x")
    user.groups.set(Group.objects.filter(name__in=groups))
    assert landing_page_of(User.objects.get(pk=user.pk)) == address
