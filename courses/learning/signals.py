"""What learning asks of the apps above."""

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

# Sent with user, request and progress (a list of CourseProgress); each receiver answers with a list of DueItem.
due_requested = Signal()

# Sent with user; each receiver answers with a GroupsView.
groups_requested = Signal()


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something a learner is to do: where, until when, and how it stands in words.

    An empty ``url``: the page is restricted, and this learner may not open it any more.

    ``urgent`` comes before everything else that is to be done. ``since`` is there for a work that the learner has
    handed in and need not touch now: the moment it was handed in, or reviewed.
    """

    title: str
    url: str
    due_at: datetime | None
    context: str
    state: str
    state_label: str
    overdue: bool
    urgent: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class GroupItem:
    """A group that a learner is in or invited to: ``url`` is where to leave it, or to answer."""

    name: str
    course_title: str
    url: str


@dataclass(frozen=True, slots=True)
class GroupsView:
    """The groups of a learner, and those that they are invited to."""

    groups: list[GroupItem]
    invitations: list[GroupItem]
