"""The kind of access to certificates by staff."""

from django.utils.translation import gettext_lazy as _

from people import access

CERTIFICATE = "credentials.certificate"


def register_kind() -> None:
    """Called once, when Django is ready."""
    access.register(CERTIFICATE, _("your certificate, to revoke it"))
