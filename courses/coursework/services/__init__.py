"""What changes state in coursework: nothing else writes to its tables."""

from courses.coursework.services.groups import (
    AddedMembers,
    add_members,
    create_cohort,
    remove_member,
    set_assignment,
    update_cohort,
)
from courses.coursework.services.unsent import delete_old_unsent, keep_unsent, take_unsent
from courses.coursework.services.works import LONGEST_TEXT, hand_in, review, save_draft

__all__ = [
    "LONGEST_TEXT",
    "AddedMembers",
    "add_members",
    "create_cohort",
    "delete_old_unsent",
    "hand_in",
    "keep_unsent",
    "remove_member",
    "review",
    "save_draft",
    "set_assignment",
    "take_unsent",
    "update_cohort",
]
