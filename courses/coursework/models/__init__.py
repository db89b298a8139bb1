"""Groups, assignments, submissions, reviews and messages."""

from courses.coursework.models.assignments import (
    RECEIPT_LENGTH,
    UNDO_TIME,
    UNSENT_LIFETIME,
    Assignment,
    AssignmentQuerySet,
    Review,
    Submission,
    SubmissionQuerySet,
    SubmissionRound,
    UnsentText,
    private_storage,
    upload_path,
)
from courses.coursework.models.extensions import Extension, ExtensionQuerySet
from courses.coursework.models.groups import (
    Cohort,
    CohortInvitation,
    CohortInvitationQuerySet,
    CohortMember,
    CohortQuerySet,
    new_token,
)
from courses.coursework.models.messages import CohortMessage
from courses.coursework.models.saved_comments import SavedComment

__all__ = [
    "RECEIPT_LENGTH",
    "UNDO_TIME",
    "UNSENT_LIFETIME",
    "Assignment",
    "AssignmentQuerySet",
    "Cohort",
    "CohortInvitation",
    "CohortInvitationQuerySet",
    "CohortMember",
    "CohortMessage",
    "CohortQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "Review",
    "SavedComment",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionRound",
    "UnsentText",
    "new_token",
    "private_storage",
    "upload_path",
]
