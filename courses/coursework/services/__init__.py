"""What changes state in coursework: nothing else writes to its tables."""

from courses.coursework.services.groups import (
    AddedMembers,
    add_members,
    create_cohort,
    remove_member,
    set_assignment,
    update_cohort,
)
from courses.coursework.services.works import LONGEST_TEXT, hand_in, review, save_draft

__all__ = [
    "LONGEST_TEXT",
    "AddedMembers",
    "add_members",
    "create_cohort",
    "hand_in",
    "remove_member",
    "review",
    "save_draft",
    "set_assignment",
    "update_cohort",
]
