"""The real site as a WSGI application."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.pomost.wsgi import Counting


@pytest.fixture
def django(db: None) -> Iterator[Counting]:
    # The connection is the test's own: Django must not close it between requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counting()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
