"""Signals by which learning collects data of the apps above."""

from dataclasses import dataclass
from datetime import date, datetime

from django.dispatch import Signal

from publishing.links import Link

# Sent with user, request and progress (a list of CourseProgress); each receiver returns a list of DueItem.
due_requested = Signal()

# Sent with user; each receiver returns a GroupsView.
groups_requested = Signal()

# Sent with user; each receiver returns a CertificatesView.
certificates_requested = Signal()

# Sent with enrolment, of a finished course; each receiver returns the URL of the page of its result.
result_requested = Signal()

# Sent with user, subject (a course or programme) and since (a moment from which on the user has been in a group, or
# None); each receiver returns a list of TrainersWord.
trainers_word_requested = Signal()


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
    """A certificate of a learner: its page, number and state. ``good``: it is valid.

    ``renew_url`` leads from one that has expired, on ``expires_on``, to what a new one takes; "" for others.
    """

    title: str
    url: str
    number: str
    issued_on: date
    state_label: str
    good: bool
    expires_on: date | None = None
    renew_url: str = ""


@dataclass(frozen=True, slots=True)
class CertificatesView:
    """The certificates of a learner, and the programmes under way at whose end one waits, with their result pages."""

    certificates: list[CertificateItem]
    programmes: list[Link]


@dataclass(frozen=True, slots=True)
class TrainersWord:
    """What the trainers of one group of a learner say: each written assignment by title, and whether it is accepted."""

    group: str
    works: tuple[tuple[str, bool], ...]
    attendance: bool
