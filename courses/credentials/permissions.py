"""Who may do what with certificates. Holders have their own; coordinators revoke; trainers and editors do neither."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.credentials.models import Certificate
    from people.models import User

REVOKE = "credentials.revoke_certificate"


def holds(user: "User", certificate: "Certificate") -> bool:
    """Whether the certificate was issued to ``user``."""
    return certificate.user_id is not None and certificate.user_id == user.pk


def may_revoke(user: "User") -> bool:
    """Whether ``user`` may revoke certificates; nobody revokes their own."""
    return user.is_active and user.has_perm(REVOKE)
