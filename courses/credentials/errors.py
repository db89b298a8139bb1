from courses.credentials.decision import Missing


class CredentialError(Exception):
    """A service refuses; the text says why, to the person who asked."""


class NotPermittedError(CredentialError):
    """This person may not do that."""


class NotMetError(CredentialError):
    """The rule is not met; ``missing`` says what is."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        self.missing = missing
        super().__init__("The rule of the certificate is not met.")


class NotOfferedError(CredentialError):
    """No certificate is issued for this course or programme."""
