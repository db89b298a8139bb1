"""Limits on how often somebody may do something: django-allauth's limiter, with rates of our own.

The counts live in the default cache, which all processes share: Redis, or the database where there is none. Only those
of ``allowed_here`` live in the memory of each process.
"""

import time
from collections import OrderedDict
from threading import Lock

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest


def allowed(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Whether one more ``action`` is within ``POMOST_RATE_LIMITS[action]``; it is counted when it is.

    A rate is ``amount/period/per``, several with commas between them: ``10/h/ip`` counts by the visitor's address,
    ``5/m/user`` by the signed-in user, ``20/h/key`` by ``key``. An action without a rate has no limit.
    """
    return attempt(request, action, key=key) is not None


def attempt(request: HttpRequest, action: str, *, key: str | None = None) -> ratelimit.RateLimitUsage | None:
    """Like ``allowed``, for what is to count only if it fails: call ``rollback()`` of the result if it did not.

    None where the rate is used up.
    """
    return ratelimit.consume(
        request, app="pomost", action=action, config=settings.POMOST_RATE_LIMITS, key=key, limit_get=True
    )


MOST_COUNTS = 2000
"""Counts that a process holds in memory, the one longest unused going first: 4 kB each at 120 attempts, so 8 MB."""

_counts: OrderedDict[str, list[float]] = OrderedDict()
_counting = Lock()


def allowed_here(request: HttpRequest, action: str) -> bool:
    """Like ``allowed``, but each process counts for itself, and nothing is written: for what only reads.

    Counting in the database took a search 10 ms (SQLite, four statements with three commits), and as long as another
    write lasted: up to 20 s behind a lock. Rates are by ``ip`` or ``user``.
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


def forget() -> None:
    """Empties what this process has counted in memory: for the tests."""
    with _counting:
        _counts.clear()
