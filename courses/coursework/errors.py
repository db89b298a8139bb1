"""Why something cannot be done. Every message is written for the person who asked."""

from django.utils.translation import gettext as _


class CourseworkError(Exception):
    """What every error of this app is; the message can be shown as it is.

    ``field`` is the argument of the service that it is about, for the form that asked; "" when it is about the whole.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class NotPermittedError(CourseworkError):
    """The person has no right to this. Pages answer as if it did not exist."""

    def __init__(self) -> None:
        super().__init__(_("You may not do this."))


class InvalidCohortError(CourseworkError):
    """A group without a name, without a published course, or that ends before it starts."""


class InvalidAddressesError(CourseworkError):
    """Lines that hold no e-mail address; ``lines`` is a list of (number from 1, what stands there)."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines
        super().__init__(
            " ".join(
                _("Line %(number)d: “%(text)s” is not an e-mail address.") % {"number": number, "text": text}
                for number, text in lines
            ),
            field="addresses",
        )


class InvitationAnsweredError(CourseworkError):
    """The invitation was accepted, declined or revoked before."""

    def __init__(self) -> None:
        super().__init__(_("This invitation has been answered or taken back already."))


class TooManyInvitationsError(CourseworkError):
    """The daily limit of e-mails to this address, or from this user, is reached."""

    def __init__(self) -> None:
        super().__init__(_("Too many invitations were sent. Try again tomorrow."))


class InvalidAssignmentError(CourseworkError):
    """An assignment without a title, or with a lesson that the group does not take."""


class WrongStateError(CourseworkError):
    """The work is in a state that does not allow this move."""


class EmptySubmissionError(CourseworkError):
    """Neither text nor a file was handed in."""

    def __init__(self) -> None:
        super().__init__(_("Write the work or attach a file: there is nothing to hand in yet."), field="text")


class FileRefusedError(CourseworkError):
    """The file is of a kind, a size or a content that is not taken."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class CommentRequiredError(CourseworkError):
    """A work is returned or failed only with a comment."""

    def __init__(self) -> None:
        super().__init__(_("Write a comment: what is to be corrected, or why the work does not pass."), field="comment")


class ReasonRequiredError(CourseworkError):
    """A decision is corrected only with the reason."""

    def __init__(self) -> None:
        super().__init__(_("Write why you correct the decision: the learner will read it."), field="reason")


class DraftChangedError(CourseworkError):
    """The draft was saved elsewhere after the form was opened; ``text`` is what is stored, ``version`` its version."""

    def __init__(self, *, text: str, version: int) -> None:
        self.text, self.version = text, version
        super().__init__(
            _(
                "This work was saved in another window in the meantime. Both texts are below and nothing was "
                "overwritten: put into the field what you want to keep, and save or hand in again."
            )
        )


class AlreadyReviewedError(WrongStateError):
    """Somebody decided first, or the learner has handed in a newer version than the one that was read."""
