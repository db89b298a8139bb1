"""Groups, what is set to them, and the works that people hand in."""

from courses.coursework.models.groups import (
    Cohort,
    CohortInvitation,
    CohortInvitationQuerySet,
    CohortMember,
    CohortQuerySet,
    new_token,
)
from courses.coursework.models.works import (
    RECEIPT_LENGTH,
    Assignment,
    AssignmentQuerySet,
    Review,
    Submission,
    SubmissionQuerySet,
    SubmissionRound,
    UnsentWork,
    private_storage,
    upload_path,
)

__all__ = [
    "RECEIPT_LENGTH",
    "Assignment",
    "AssignmentQuerySet",
    "Cohort",
    "CohortInvitation",
    "CohortInvitationQuerySet",
    "CohortMember",
    "CohortQuerySet",
    "Review",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionRound",
    "UnsentWork",
    "new_token",
    "private_storage",
    "upload_path",
]
