"""Responds 400 to requests with values that no database column can store."""

from collections.abc import Callable

import structlog
from django.db import DataError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pomost.views import bad_request

log = structlog.get_logger("pomost.unstorable")

# PostgreSQL's numeric_value_out_of_range, character_not_in_repertoire, untranslatable_character.
_STATES = {"22003", "22021", "22P05"}


class UnstorableValueMiddleware:
    """Responds 400 where the database refuses a number or a text of the request.

    URLs and most forms validate such values; this covers look-ups by fields and choosers of Django and Wagtail, which
    pass on any number.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not is_unstorable(exception):
            return None
        log.warning("request.unstorable_value", path=request.path, reason=str(exception))
        return bad_request(request, exception)


def is_unstorable(exception: BaseException) -> bool:
    """Whether the database, or its driver, refused a value for its size or its characters."""
    if isinstance(exception, OverflowError):  # sqlite3 on integers of more than 64 bits
        return "SQLite INTEGER" in str(exception)
    if isinstance(exception, DataError):  # psycopg itself refuses NUL, so that there is no state of PostgreSQL
        return getattr(exception.__cause__, "sqlstate", None) in _STATES or "NUL (0x00)" in str(exception)
    return isinstance(exception, UnicodeEncodeError) and "surrogates not allowed" in str(exception)  # lone ones
