"""Rate limits: django-allauth's limiter with the rates in ``POMOST_RATE_LIMITS``.

Counts are stored in the default cache, which all processes share: Redis, or the database where there is none. Those of
``allowed_here`` are stored in the memory of each process.
"""

import time
from collections import OrderedDict
from http import HTTPStatus
from threading import Lock

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def allowed(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Whether one more ``action`` is within ``POMOST_RATE_LIMITS[action]``; if so, it is counted.

    A rate is ``amount/period/per``, several separated by commas: ``10/h/ip`` counts by client IP address,
    ``5/m/user`` by signed-in user, ``20/h/key`` by ``key``. An action without a rate has no limit.
    """
    return attempt(request, action, key=key) is not None


def attempt(request: HttpRequest, action: str, *, key: str | None = None) -> ratelimit.RateLimitUsage | None:
    """Like ``allowed``, for actions of which only failures count: call ``rollback()`` of the result after a success.

    None where the rate is used up.
    """
    return ratelimit.consume(
        request, app="pomost", action=action, config=settings.POMOST_RATE_LIMITS, key=key, limit_get=True
    )


def key_with_address(request: HttpRequest, subject: str) -> str:
    """The key for a rate of one client IP address about one subject; the cache holds a digest of it."""
    return f"{subject} {ratelimit.get_ip(request)}"


MOST_COUNTS = 2000
"""The most counts in the memory of a process, least recently used evicted: 4 kB each at 120 attempts, so 8 MB."""

_counts: OrderedDict[str, list[float]] = OrderedDict()
_counting = Lock()


def allowed_here(request: HttpRequest, action: str) -> bool:
    """Like ``allowed``, but counted in the memory of each process: for requests that only read.

    Counting in the database took 10 ms of a search (SQLite, four statements with three commits), and up to 20 s while
    another process held the write lock. Rates are by ``ip`` or ``user``.
    """
    now = time.time()
    for rate in ratelimit.get_rates(app="pomost", action=action, config=settings.POMOST_RATE_LIMITS):
        key = ratelimit.get_cache_key(request, app="pomost", action=action, rate=rate)
        with _counting:
            within, _counts[key] = ratelimit.apply_rate(_counts.pop(key, []), now, rate)
            while len(_counts) > MOST_COUNTS:
                _counts.popitem(last=False)
        if not within:
            return False
    return True


def too_many(request: HttpRequest) -> HttpResponse:
    """The page that asks to wait, where a rate is used up."""
    return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def clear() -> None:
    """Clears the counts in the memory of this process: for the tests."""
    with _counting:
        _counts.clear()
