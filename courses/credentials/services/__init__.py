"""Services of certificates."""

from courses.credentials.services.certificates import choose_visibility, issue, reissue, renew, revoke
from courses.credentials.services.names import strip_names

__all__ = ["choose_visibility", "issue", "reissue", "renew", "revoke", "strip_names"]
