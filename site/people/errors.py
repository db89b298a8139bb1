"""Why something about an account cannot be done. Every message is written for the person who asked."""

from django.utils.translation import gettext as _


class AccountKeptError(Exception):
    """The account is not deleted by this person: somebody else has to."""

    def __init__(self) -> None:
        super().__init__(_("An administrator’s account is deleted by another administrator."))
