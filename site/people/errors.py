"""Errors of accounts. Every message is in plain words and can be shown to the user."""

from django.utils.translation import gettext as _


class AdministratorAccountError(Exception):
    """The account of an administrator, which only another administrator may delete."""

    def __init__(self) -> None:
        super().__init__(_("An administrator’s account is deleted by another administrator."))
