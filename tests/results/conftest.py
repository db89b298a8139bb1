"""A results base of the test's own."""

import pytest

from pomost.models import HomePage
from resources.results.models import ProjectIndex
from tests.prepared import prepared


@pytest.fixture
@prepared
def base(home: HomePage) -> ProjectIndex:
    """The base of a site of its own, with nothing in it."""
    made: ProjectIndex = home.add_child(
        instance=ProjectIndex(title="Baza rezultatów", slug="baza", contact_email="dane@example.org")
    )
    return made
