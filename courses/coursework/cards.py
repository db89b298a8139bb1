"""What the pages of groups, assignments and submissions show, the same names in Python and in templates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from courses.coursework.models import Assignment, Review, Submission
from publishing.links import Download
from publishing.progress_drawing import ProgressStep

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A group in a list. ``waiting_count``: submissions that its trainer has to review."""

    name: str
    url: str
    subject_title: str
    starts: date | None
    ends: date | None
    members_count: int
    waiting_count: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member of a group with their progress in the current course; without a course, no steps and empty labels.

    ``url`` leads to them on the page of the group. ``reason``: why they need support.
    """

    user: "User"
    url: str
    remove_url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    short_label: str
    course_title: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    """An assignment on the page of its group: how many of the members completed it or handed it in.

    For a trainer of the group ``url`` leads to the form that changes it, and ``submissions`` are those of all authors.
    """

    assignment: Assignment
    url: str
    closed_label: Promise | str
    done_count: int
    members_count: int
    submissions: list[Submission]


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A filter of the queue with the number of submissions that it shows."""

    label: Promise | str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A submission that waits for a review; ``late`` with 0 ``late_days`` means late on the due day itself."""

    submission: Submission
    url: str
    late: bool
    late_days: int
    revised: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the trainer's queue; ``waiting_total`` and ``oldest_days`` are of the whole queue.

    No ``filters``: nothing waits. ``page_number`` is None where there is one page only.
    """

    waiting_total: int
    oldest_days: int
    filters: list[FilterLink]
    rows: list[QueueRow]
    all_url: str
    start_url: str
    page_number: int | None
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """The place of a submission in the queue, from 1, and the length of the queue."""

    place: int
    total: int


@dataclass(frozen=True, slots=True)
class UndoCard:
    """A decision that can be undone ``until`` a moment, by a form to ``url``; ``said`` tells it in a sentence."""

    review_id: int
    said: str
    until: datetime
    url: str


@dataclass(frozen=True, slots=True)
class SavedCommentCard:
    """A saved comment in the list of all."""

    name: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round of a submission with its current review and the reviews that this one corrected, newest first."""

    number: int
    receipt: str
    submitted_at: datetime
    text: str
    content_removed: bool
    file: Download | None
    review: Review | None
    corrected: list[Review]
