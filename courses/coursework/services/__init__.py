"""The services of coursework: the only code that writes to its tables."""

from courses.coursework.services.anonymising import delete_invitations, delete_messages, remove_personal_content
from courses.coursework.services.assignments import (
    close_assignment,
    delete_assignment,
    reopen_assignment,
    set_assignment,
)
from courses.coursework.services.attendance import confirm_attendance
from courses.coursework.services.extensions import give_extension, withdraw_extension
from courses.coursework.services.groups import (
    AddedMembers,
    add_members,
    create_cohort,
    remove_member,
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
from courses.coursework.services.messages import LONGEST_MESSAGE, LONGEST_SUBJECT, send_message
from courses.coursework.services.reviews import correct_review, email_review, review, undo_review
from courses.coursework.services.saved_comments import (
    MOST_SAVED,
    change_saved_comment,
    delete_saved_comment,
    save_comment,
)
from courses.coursework.services.submissions import LONGEST_TEXT, hand_in, save_draft
from courses.coursework.services.unsent import delete_old_unsent, find_unsent, save_unsent, take_unsent

__all__ = [
    "LONGEST_MESSAGE",
    "LONGEST_SUBJECT",
    "LONGEST_TEXT",
    "MOST_SAVED",
    "AddedMembers",
    "Invited",
    "accept_invitation",
    "add_members",
    "change_saved_comment",
    "close_assignment",
    "confirm_attendance",
    "correct_review",
    "create_cohort",
    "decline_invitation",
    "delete_assignment",
    "delete_invitations",
    "delete_messages",
    "delete_old_unsent",
    "delete_saved_comment",
    "email_review",
    "find_unsent",
    "give_extension",
    "hand_in",
    "invite",
    "is_addressee",
    "leave_cohort",
    "remove_member",
    "remove_personal_content",
    "reopen_assignment",
    "review",
    "revoke_invitation",
    "save_comment",
    "save_draft",
    "save_unsent",
    "send_invitation_again",
    "send_message",
    "set_assignment",
    "take_unsent",
    "undo_review",
    "update_cohort",
    "withdraw_extension",
]
