"""Ticks of somebody without an account, in a signed cookie of this browser.

A tick takes seven bytes: the requirement's key and two bytes of the digest of its words. A cookie holds 4 kB, so there
are at most ``MOST_TICKS``; notes and names need an account.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from resources.guidance.requirements.models import KEY_BYTES

SALT = "guidance.checklist"
SECONDS = 365 * 24 * 60 * 60
DIGEST_BYTES = 2
MOST_TICKS = 350
"""3,270 characters in base 64, and the signature."""

Ticks = Mapping[bytes, bytes]
"""By key of a requirement: the beginning of the digest of its words when it was ticked."""


def read(request: HttpRequest) -> dict[bytes, bytes]:
    """The ticks of this browser; none without a valid cookie."""
    value = request.get_signed_cookie(settings.POMOST_CHECKLIST_COOKIE, default="", salt=SALT, max_age=SECONDS)
    return decoded(value or "")


def write(response: HttpResponseBase, ticks: Ticks) -> None:
    """Sets the cookie, or deletes it where nothing is ticked."""
    if not ticks:
        delete(response)
        return
    response.set_signed_cookie(
        settings.POMOST_CHECKLIST_COOKIE,
        encoded(ticks),
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def delete(response: HttpResponseBase) -> None:
    response.delete_cookie(settings.POMOST_CHECKLIST_COOKIE, samesite="Lax")


def is_set(request: HttpRequest) -> bool:
    """Whether the browser has the cookie, valid or not."""
    return settings.POMOST_CHECKLIST_COOKIE in request.COOKIES


def start_of(digest: str) -> bytes:
    """The part of a digest that the cookie holds."""
    return bytes.fromhex(digest)[:DIGEST_BYTES]


def encoded(ticks: Ticks) -> str:
    return urlsafe_b64encode(b"".join(key + digest for key, digest in ticks.items())).decode().rstrip("=")


def decoded(value: str) -> dict[bytes, bytes]:
    """What ``encoded`` made; nothing of anything else."""
    try:
        data = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except (Base64Error, ValueError):
        return {}
    size = KEY_BYTES + DIGEST_BYTES
    if len(data) % size:
        return {}
    parts = (data[start : start + size] for start in range(0, len(data), size))
    return {part[:KEY_BYTES]: part[KEY_BYTES:] for part in parts}
