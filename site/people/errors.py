"""Errors of accounts. Every message is in plain words and can be shown to the user."""

from django.utils.translation import gettext as _


class AdministratorAccountError(Exception):
    """The account of an administrator, which only another administrator may delete."""

    def __init__(self) -> None:
        super().__init__(_("An administrator’s account is deleted by another administrator."))


class OutdatedWordingError(Exception):
    """The wording that was agreed to is not the current one."""

    def __init__(self) -> None:
        super().__init__(_("The wording has changed meanwhile. Read it again and then decide."))


class RequiredConsentError(Exception):
    """A consent without which there is no account."""

    def __init__(self) -> None:
        super().__init__(_("An account needs this consent. To withdraw it, delete the account."))
