"""The addresses of reviews from outside: a random token, of which only the hash is stored."""

import secrets
from hashlib import sha256

from editing.outside.models import ReviewInvitation
from people.emails import absolute_url


def new_token() -> str:
    """43 characters that cannot be guessed: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def address_of(token: str) -> str:
    """The full address, for the e-mail."""
    return absolute_url("editing:outside_review", token)


def invitation_of(token: str) -> ReviewInvitation | None:
    """The invitation that a token belongs to, whatever its state; None where there is none."""
    found = ReviewInvitation.objects.select_related("page", "revision", "invited_by")
    return found.filter(token_hash=hash_of(token)).first()
