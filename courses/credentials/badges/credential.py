"""The credential of a certificate, signed, and baked into images."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from openbadgeslib.ob3 import (
    Achievement,
    IdentityObject,
    Issuer,
    OB3LdpSigner,
    OpenBadgeCredential,
    add_data_integrity_proof,
    build_status_list_credential,
    status_entry,
)

from courses.credentials import wording
from courses.credentials.badges.keys import badge_keys, did
from courses.credentials.models import Certificate
from courses.credentials.services.certificates import STATUS_BITS
from people.emails import absolute_url

LIST_LIFETIME = timedelta(days=1)
"""How long a copy of a status list counts; it is signed anew for each reader."""

IMAGES = settings.ROOT / "site" / "static" / "img"


def credential_of(certificate: Certificate) -> OpenBadgeCredential:
    """The unsigned credential. It names the holder by their hashed e-mail address, and by name if others may see it."""
    content = certificate.content
    achievement = content.achievement
    with translation.override(achievement.language):
        basis = ", ".join(str(wording.BASES[item]) for item in content.basis)
        outcomes = " ".join(f"{outcome.text.rstrip('.')}." for outcome in achievement.outcomes)
    return OpenBadgeCredential(
        id=absolute_url("credentials:check", certificate.number),
        issuer=Issuer(id=did(), name=content.issuer, url=str(settings.WAGTAILADMIN_BASE_URL)),
        recipient_id=None,
        identifiers=_identifiers(certificate),
        achievement=Achievement(
            id=f"urn:uuid:{achievement.key}",
            name=achievement.title,
            description=outcomes or achievement.title,
            criteria_narrative=basis or achievement.title,
            achievement_type="CertificateOfCompletion",
            credits_available=achievement.ects,
        ),
        credits_earned=achievement.ects,
        issuance_date=certificate.issued_at,
        expiration_date=certificate.expires_at,
        credential_status=[
            status_entry(list_url(certificate.status_index // STATUS_BITS), "revocation", _bit(certificate))
        ],
    )


def _identifiers(certificate: Certificate) -> list[IdentityObject]:
    found = []
    if certificate.user is not None:
        found.append(IdentityObject.create(certificate.user.email, salt=certificate.number))
    if certificate.name_visibility == Certificate.Visibility.FULL:
        found.append(IdentityObject(certificate.shown_name, "name", hashed=False))
    return found


def _bit(certificate: Certificate) -> int:
    return certificate.status_index % STATUS_BITS


def _signer() -> OB3LdpSigner:
    key = badge_keys()[0]
    return OB3LdpSigner(key.private_pem, f"{did()}#{key.name}")


def signed(certificate: Certificate) -> str:
    """The credential as JSON, signed with the newest key."""
    return _signer().sign_to_json(credential_of(certificate))


def baked_png(certificate: Certificate) -> bytes:
    """The picture of the badge with the credential in it."""
    return _signer().sign_into_png(credential_of(certificate), _image("badge.png"))


def baked_svg(certificate: Certificate) -> bytes:
    """The same as SVG."""
    return _signer().sign_into_svg(credential_of(certificate), _image("badge.svg"))


@cache
def _image(name: str) -> bytes:
    return (IMAGES / name).read_bytes()


def list_url(number: int) -> str:
    """The address of a status list."""
    return absolute_url("badge_status", number)


def status_list(number: int) -> dict[str, Any]:
    """A status list, signed: the bits of revoked and replaced certificates are set. One query."""
    first = number * STATUS_BITS
    indices = (
        Certificate.objects.withdrawn()
        .filter(status_index__gte=first, status_index__lt=first + STATUS_BITS)
        .values_list("status_index", flat=True)
    )
    now, key = timezone.now(), badge_keys()[0]
    credential = build_status_list_credential(
        did(),
        list_url(number),
        "revocation",
        [index - first for index in indices],
        STATUS_BITS,
        issued=now,
        valid_until=now + LIST_LIFETIME,
    )
    return add_data_integrity_proof(credential, key.private_pem, f"{did()}#{key.name}")
