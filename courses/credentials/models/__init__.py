"""Certificates, the rules by which they are issued, and what the site's owner says of itself."""

from courses.credentials.models.certificates import Certificate, Replacement, Snapshot, State
from courses.credentials.models.rules import (
    CertificateRule,
    CourseCertificateRule,
    Document,
    ProgrammeCertificateRule,
    rule_of,
)
from courses.credentials.models.settings import CredentialSettings

__all__ = [
    "Certificate",
    "CertificateRule",
    "CourseCertificateRule",
    "CredentialSettings",
    "Document",
    "ProgrammeCertificateRule",
    "Replacement",
    "Snapshot",
    "State",
    "rule_of",
]
