"""One learner, signed in."""

import pytest
from django.test import Client

from people.models import User


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org", first_name="Ola")


@pytest.fixture
def signed_in(learner: User) -> Client:
    client = Client()
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    return client
