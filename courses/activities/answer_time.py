"""When an answer was given, where it reached the server later: it waited in the browser for a connection.

The time comes from the learner's clock, so it decides only which of two answers is shown as the last one.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from webob import Request

MADE_AT = "X-Made-At"
"""The header in which the runtime tells it to the ``submit`` handler of a block."""


def parsed(text: str) -> datetime | None:
    """The time in ``text`` (ISO 8601 with an offset), but not in the future; None where there is no such time."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or timezone.is_naive(moment):
        return None
    return min(moment, timezone.now())


def made_at(request: Request) -> datetime | None:
    """The time that a block's handler was told."""
    return parsed(request.headers.get(MADE_AT, ""))
