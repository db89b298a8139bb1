"""Why a decision on a page in review is refused."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ReviewError(Exception):
    """Its text is for the reviewer."""

    message = _("The decision was not saved.")

    def __str__(self) -> str:
        return str(self.message)


class AlreadyDecidedError(ReviewError):
    """The page is not in this review any more."""

    message = _("This review has ended already: somebody else decided, or the editors took the page back.")


class DraftChangedError(ReviewError):
    """The draft has another revision than the one the reviewer read."""

    message = _("The text changed while you were reading it. Read what is new, then decide; your comment is kept.")


class CannotBePublishedError(ReviewError):
    """The approval would publish a draft that may not go live; the argument says why."""

    def __str__(self) -> str:
        return gettext("Nothing was decided, because the page cannot be published yet.") + f" {self.args[0]}"


class CommentRequiredError(ReviewError):
    """A decision that needs a comment came without one."""

    message = _("Write a comment: the author reads it beside the page.")
