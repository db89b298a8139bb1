"""What lets a frame call its handlers: short-lived signed tokens in their addresses, instead of cookies.

A token names whom and what it is for, so it is of no use for another user, block, version or purpose; what may change
while it is valid, such as an enrolment, is checked anew at each call (``modes``).
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from uuid import UUID

from django.core import signing

SALT = "courses.activities.hosted"
SECONDS = 4 * 60 * 60
"""How long a frame may be open: a lesson is read in less, and the page says when it was more."""


class TokenError(Exception):
    """The token is not one that this site has signed for this address."""


class ExpiredTokenError(TokenError):
    """The token was valid and is so no more."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows: handlers and resources of one block, for one user and one purpose.

    ``mode`` names the purpose (``modes``) and ``place`` where it is, in the terms of the mode, such as the id of a
    lesson. ``version`` is the id of an ``ActivityVersion``, 0 for a draft. ``site`` is the origin of the page around
    the frame, ``origin`` that of the frame; ``language`` is that of the interface.
    """

    user: int
    activity: UUID
    block: str
    block_type: str
    version: int
    mode: str
    place: int
    site: str
    origin: str
    language: str

    def of(self, block: str, block_type: str) -> "Grant":
        """The same for another block of the activity."""
        return replace(self, block=block, block_type=block_type)


def signed(grant: Grant) -> str:
    """The token of a grant."""
    return _signer().sign_object([*_plain(grant)])


def read(token: str, *, origin: str) -> Grant:
    """The grant of a token that was sent to ``origin``. Raises ``ExpiredTokenError`` and ``TokenError``."""
    try:
        values = _signer().unsign_object(token, max_age=SECONDS)
        named = dict(zip((field.name for field in fields(Grant)), values, strict=True))
        grant = Grant(**{**named, "activity": UUID(named["activity"])})
    except signing.SignatureExpired:
        raise ExpiredTokenError from None
    except (signing.BadSignature, ValueError):  # also one of an earlier form, from before an upgrade
        raise TokenError from None
    if grant.origin != origin:
        raise TokenError
    return grant


def _plain(grant: Grant) -> list[Any]:
    return [str(value) if isinstance(value, UUID) else value for value in asdict(grant).values()]


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT, sep="~")
