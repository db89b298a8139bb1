"""Errors of coursework. Every message is in plain words and can be shown to the user."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class CourseworkError(Exception):
    """The base class of the errors of this app; the message can be shown as it is.

    ``field`` is the argument of the service that the error is about, so that a form can show it there; "" for none.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class NotPermittedError(CourseworkError):
    """The user has no permission. Views answer 404, as if the object did not exist."""

    def __init__(self) -> None:
        super().__init__(_("You may not do this."))


class InvalidCohortError(CourseworkError):
    """A group without a name, without a published course, or that ends before it starts."""


class InvalidAddressesError(CourseworkError):
    """Lines that are not e-mail addresses; ``lines`` is a list of (line number from 1, text of the line)."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines
        super().__init__(
            " ".join(
                _("Line %(number)d: “%(text)s” is not an e-mail address.") % {"number": number, "text": text}
                for number, text in lines
            ),
            field="addresses",
        )


class PeopleListError(CourseworkError):
    """A list of people that cannot be read, or that holds no address or too many rows."""


class InvitationAnsweredError(CourseworkError):
    """The invitation was accepted, declined or revoked before."""

    def __init__(self) -> None:
        super().__init__(_("This invitation has already been answered or revoked."))


class TooManyInvitationsError(CourseworkError):
    """The daily limit of e-mails to this address, or from this user, is reached."""

    def __init__(self) -> None:
        super().__init__(_("Too many invitations were sent. Try again tomorrow."))


class TooManyMessagesError(CourseworkError):
    """The daily limit of messages from this user is reached."""

    def __init__(self) -> None:
        super().__init__(_("You have sent many messages today. Yours is still here: send it tomorrow."))


class InvalidAssignmentError(CourseworkError):
    """An assignment without a title, with a lesson outside the group's course, or with a due date out of range."""


class SubmissionsExistError(CourseworkError):
    """The assignment has submissions, so it is not deleted."""

    def __init__(self, number: int) -> None:
        super().__init__(
            ngettext(
                "%(number)d submission was handed in for this task, so it cannot be deleted. You can close it.",
                "%(number)d submissions were handed in for this task, so it cannot be deleted. You can close it.",
                number,
            )
            % {"number": number}
        )


class InvalidMessageError(CourseworkError):
    """A message without a subject, a text or a recipient, or one that is too long."""


class WrongStateError(CourseworkError):
    """The submission is in a state that does not allow this transition."""


class AssignmentClosedError(WrongStateError):
    """A trainer has closed the assignment: nothing can be saved or handed in."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This task is closed, so nothing can be handed in any more. What you wrote is still in the form: "
                "copy it, and write to whoever runs your group if you want to hand it in."
            )
        )


class EmptySubmissionError(CourseworkError):
    """Neither text nor a file was submitted."""

    def __init__(self) -> None:
        super().__init__(_("Write the work or attach a file: there is nothing to hand in yet."), field="text")


class FileRefusedError(CourseworkError):
    """The file has a type, size or content that is not accepted."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class CommentRequiredError(CourseworkError):
    """A decision other than accepted has no comment."""

    def __init__(self) -> None:
        super().__init__(
            _("Write a comment: what is to be corrected, or why the submission does not pass."), field="comment"
        )


class ReasonRequiredError(CourseworkError):
    """A correction has no reason."""

    def __init__(self) -> None:
        super().__init__(_("Write why you correct the decision: the learner will read it."), field="reason")


class UndoRefusedError(WrongStateError):
    """The review can no longer be undone."""


class SavedCommentError(CourseworkError):
    """A saved comment is empty, too long, or one more than allowed."""


class DraftChangedError(CourseworkError):
    """The draft was saved elsewhere after the form was opened; ``text`` is the stored text, ``version`` its version."""

    def __init__(self, *, text: str, version: int) -> None:
        self.text, self.version = text, version
        super().__init__(
            _(
                "This submission was saved in another window in the meantime. Both texts are below and nothing was "
                "overwritten: put into the field what you want to keep, and save or hand in again."
            )
        )


class AlreadyReviewedError(WrongStateError):
    """The round already has a decision, or is no longer the last round of its submission."""


def too_long(most: int) -> str:
    """The message about a text of more than ``most`` characters."""
    return ngettext("Write this in at most %(most)d character.", "Write this in at most %(most)d characters.", most) % {
        "most": most
    }
