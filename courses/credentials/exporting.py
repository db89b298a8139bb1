"""What the app exports of a user: the certificates with everything that they say."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.credentials.models import Certificate
from people import exporting
from people.exporting import Column, Section
from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(_sections, covers=("credentials.Certificate.user",))
    exporting.declare({"credentials.Certificate.revoked_by": "Who revoked it says nothing about them but their work."})


def _sections(user: User) -> Iterable[Section]:
    yield Section(
        "certificates",
        _("Certificates"),
        (
            Column("number", pgettext("of a certificate", "Number")),
            Column("issued_at", _("Issued")),
            Column("expires_on", _("Valid until")),
            Column("revoked_at", _("Revoked")),
            Column("reason", _("Reason")),
            Column("replaced_at", _("Replaced")),
            Column("says", _("What it says")),
        ),
        tuple(
            Certificate.objects.filter(user=user)
            .order_by("pk")
            .values_list(
                "number", "issued_at", "expires_on", "revoked_at", "revocation_reason", "replaced_at", "snapshot"
            )
        ),
    )
