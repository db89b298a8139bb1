"""Why an edition is not made or not validated."""

from django.utils.translation import gettext_lazy as _


class EditionError(Exception):
    """Its text is for the editor."""

    message = _("The edition was not made.")

    def __str__(self) -> str:
        return str(self.message)


class GuideNotPublicError(EditionError):
    message = _("Only a public guide has editions. Publish it first, or lift its restriction.")


class PagesStaleError(EditionError):
    message = _("Some pages of the guide are being rendered anew after a change. Try again in a minute.")


class FileMissingError(EditionError):
    message = _("A file that the guide shows or offers is missing on the server:")

    def __str__(self) -> str:
        return f"{self.message} {self.args[0]}"


class AlreadyValidatedError(EditionError):
    message = _("The validation of this edition is recorded already and does not change. Make a new edition.")
