"""Limits on how often somebody may do something: django-allauth's limiter, with rates of our own.

The counts live in the default cache, which all processes share: Redis, or the database where there is none.
"""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest


def allowed(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Whether one more ``action`` is within ``POMOST_RATE_LIMITS[action]``; it is counted when it is.

    A rate is ``amount/period/per``, several with commas between them: ``10/h/ip`` counts by the visitor's address,
    ``5/m/user`` by whoever is signed in, ``20/h/key`` by ``key``. An action without a rate has no limit.
    """
    return attempt(request, action, key=key) is not None


def attempt(request: HttpRequest, action: str, *, key: str | None = None) -> ratelimit.RateLimitUsage | None:
    """Like ``allowed``, for what is to count only if it fails: call ``rollback()`` of the result if it did not.

    None where the rate is used up.
    """
    return ratelimit.consume(
        request, app="pomost", action=action, config=settings.POMOST_RATE_LIMITS, key=key, limit_get=True
    )
