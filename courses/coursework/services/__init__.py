"""The services of coursework: the only code that writes to its tables."""

from courses.coursework.services.anonymising import delete_invitations, remove_personal_content
from courses.coursework.services.groups import (
    AddedMembers,
    add_members,
    create_cohort,
    remove_member,
    set_assignment,
    update_cohort,
)
from courses.coursework.services.invitations import (
    Invited,
    accept_invitation,
    decline_invitation,
    invite,
    is_addressee,
    leave_cohort,
    revoke_invitation,
    send_invitation_again,
)
from courses.coursework.services.reviews import correct_review, email_review, review, undo_review
from courses.coursework.services.saved_comments import (
    MOST_SAVED,
    change_saved_comment,
    delete_saved_comment,
    save_comment,
)
from courses.coursework.services.submissions import LONGEST_TEXT, hand_in, save_draft
from courses.coursework.services.unsent import delete_old_unsent, save_unsent, take_unsent

__all__ = [
    "LONGEST_TEXT",
    "MOST_SAVED",
    "AddedMembers",
    "Invited",
    "accept_invitation",
    "add_members",
    "change_saved_comment",
    "correct_review",
    "create_cohort",
    "decline_invitation",
    "delete_invitations",
    "delete_old_unsent",
    "delete_saved_comment",
    "email_review",
    "hand_in",
    "invite",
    "is_addressee",
    "leave_cohort",
    "remove_member",
    "remove_personal_content",
    "review",
    "revoke_invitation",
    "save_comment",
    "save_draft",
    "save_unsent",
    "send_invitation_again",
    "set_assignment",
    "take_unsent",
    "undo_review",
    "update_cohort",
]
