import pytest

from tests.coursework.factories import invited
from tests.coursework.invitations.steps import ADDRESS


@pytest.fixture
def desk(client, lead):
    """The trainer's browser."""
    client.force_login(lead)
    return client


@pytest.fixture
def asked(cohort, lead):
    return invited(cohort, ADDRESS, by=lead)
