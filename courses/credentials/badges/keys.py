"""The keys that sign badges, from ``POMOST_BADGE_KEYS``: ``name:seed``, separated by commas, the newest first.

The first key signs. All of them stand in the DID document, so that badges signed with earlier ones still verify. A seed
is 32 bytes in base64url, as ``manage.py make_badge_key`` prints them.
"""

import base64
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from openbadgeslib.ob3 import did_web_from_url, multikey_from_pem

SEED_BYTES = 32
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


class BadKeyError(ValueError):
    """An entry is no key; the message does not repeat it, because it may be a secret."""


@dataclass(frozen=True, slots=True)
class BadgeKey:
    """A key by its name, the fragment of its address in the DID document."""

    name: str
    private_pem: bytes = field(repr=False)
    public_multibase: str

    @classmethod
    def from_entry(cls, entry: str, *, place: int = 1) -> "BadgeKey":
        name, _colon, text = entry.strip().partition(":")
        try:
            seed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            seed = b""
        if not _NAME.fullmatch(name) or len(seed) != SEED_BYTES:
            raise BadKeyError(f"Key no. {place} is not of the form name:seed, with a seed of 32 bytes in base64url.")
        key = Ed25519PrivateKey.from_private_bytes(seed)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return cls(name, private, multikey_from_pem(public))


def new_entry(name: str) -> str:
    """A new random key as an entry."""
    return f"{name}:{base64.urlsafe_b64encode(secrets.token_bytes(SEED_BYTES)).decode().rstrip('=')}"


def badge_keys() -> tuple[BadgeKey, ...]:
    """The keys, the newest first; none where badges are not offered. Raises ``BadKeyError``."""
    return _keys(tuple(settings.POMOST_BADGE_KEYS))


@lru_cache(maxsize=4)
def _keys(entries: Sequence[str]) -> tuple[BadgeKey, ...]:
    keys = tuple(BadgeKey.from_entry(entry, place=place) for place, entry in enumerate(entries, start=1))
    if len({key.name for key in keys}) != len(keys):
        raise BadKeyError("Two keys have the same name.")
    return keys


def offered() -> bool:
    """Whether the site offers badges."""
    return bool(settings.POMOST_BADGE_KEYS)


def did() -> str:
    """The did:web of this site."""
    return did_web_from_url(str(settings.WAGTAILADMIN_BASE_URL).replace("http://", "https://", 1))


def did_document() -> dict[str, Any]:
    """The DID document with all keys as Multikeys, which eddsa-rdfc-2022 asks for; the library makes JWKs only."""
    issuer = did()
    methods = [
        {
            "id": f"{issuer}#{key.name}",
            "type": "Multikey",
            "controller": issuer,
            "publicKeyMultibase": key.public_multibase,
        }
        for key in badge_keys()
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": issuer,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
