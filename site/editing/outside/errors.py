"""Why something about a review from outside is refused."""

from django.utils.translation import gettext_lazy as _


class OutsideReviewError(Exception):
    """Its text is for whoever tried."""

    message = _("This was not saved.")

    def __str__(self) -> str:
        return str(self.message)


class NothingToReviewError(OutsideReviewError):
    message = _("There is no saved draft of this page to send.")


class LinkEndedError(OutsideReviewError):
    message = _("This link does not work any more. Nothing was saved.")


class ReviewFinishedError(OutsideReviewError):
    message = _("You have ended this review already. Write to the editors if you want to add something.")


class TooManyCommentsError(OutsideReviewError):
    message = _("There are so many comments that no more fit. Write the others in an e-mail to the editors.")
