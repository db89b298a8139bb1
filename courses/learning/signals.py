"""Signals by which learning collects data of the apps above."""

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

from publishing.links import Link

# Sent with user, request and progress (a list of CourseProgress); each receiver returns a list of DueItem.
due_requested = Signal()

# Sent with user; each receiver returns a GroupsView.
groups_requested = Signal()

# Sent with user, request and courses (the ids of completed courses of which certificates are asked for; None: all that
# the user has); each receiver returns a list of CertificateItem.
certificates_requested = Signal()


@dataclass(frozen=True, slots=True)
class DueItem:
    """An assignment of a learner: link, due date and state in words.

    ``url`` is empty if the page is restricted and the learner may not open it any more. ``urgent`` items are listed
    first. ``since`` is set for a submission without anything to do now: when it was submitted or reviewed.
    ``extended``: the due date is later than that of the others.
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
    extended: bool = False


@dataclass(frozen=True, slots=True)
class GroupItem:
    """A group that a learner is in or invited to; ``url`` is the page to leave it or to answer the invitation."""

    name: str
    course_title: str
    url: str


@dataclass(frozen=True, slots=True)
class GroupsView:
    """The groups of a learner, and their invitations."""

    groups: list[GroupItem]
    invitations: list[GroupItem]


@dataclass(frozen=True, slots=True)
class CertificateItem:
    """A certificate of a learner, or one that they may ask for or cannot have yet.

    ``url`` is its page, or the page to ask for it, and ``action`` the words of the link there. ``state_label`` says
    what it is in a sentence, ``missing`` what it still takes. ``course_id`` is None for one of a programme.
    """

    title: str
    url: str
    action: str
    state_label: str
    course_id: int | None = None
    issued_at: datetime | None = None
    missing: tuple[Link, ...] = ()
