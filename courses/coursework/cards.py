"""What the pages of groups, assignments and submissions show, the same names in Python and in templates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from courses.coursework.models import Assignment, CohortMessage, Review, Submission
from courses.learning.history.cards import AnswerCard
from publishing.links import Download, Link
from publishing.progress_drawing import ProgressStep

if TYPE_CHECKING:
    from courses.coursework.task_states import TaskState
    from people.models import User


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A group in a list. ``waiting_count``: submissions to review, the oldest of them for ``oldest_days`` days.

    ``finished_count`` of the members have finished its courses. ``trainers`` are the names of those who can run it.
    """

    name: str
    url: str
    edit_url: str
    subject_title: str
    starts: date | None
    ends: date | None
    members_count: int
    finished_count: int
    waiting_count: int
    oldest_days: int
    trainers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member of a group with their progress in the current course; without a course, no steps and empty labels.

    ``url`` is the page about them. ``reason``: why they need support. ``selected``: ticked to be written to.
    """

    user: "User"
    url: str
    remove_url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    short_label: str
    course_title: str
    reason: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    """An assignment on the page of its group: how many of the members completed it or handed it in.

    For a trainer of the group ``url`` leads to the form that changes it, and ``submissions`` are those of all authors,
    in a large group those of former members only.
    """

    assignment: Assignment
    url: str
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


@dataclass(frozen=True, slots=True)
class Paging:
    """The links to the pages of a list beside the one shown; ``page_number`` is None where there is one page only."""

    page_number: int | None
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class CohortList:
    """A page of all groups; ``unled_count`` of them have nobody who can run them."""

    filters: list[FilterLink]
    cohorts: list[CohortCard]
    unled_count: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class TaskCell:
    """A task of a person; ``url`` leads to the submission where the user may read it."""

    task: "TaskState"
    url: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A person with the state of each task, in the order of the columns; ``done_count`` of the tasks are done."""

    user: "User"
    url: str
    cells: tuple[TaskCell, ...]
    done_count: int


@dataclass(frozen=True, slots=True)
class TaskColumn:
    """A task at the head of its column with the number of members who have done it."""

    assignment: Assignment
    url: str
    done_count: int
    late_count: int


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A page of the table of tasks and people; counts are of the whole group."""

    filters: list[FilterLink]
    orders: list[FilterLink]
    columns: list[TaskColumn]
    rows: list[TaskRow]
    members_count: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """A lesson of a person: when completed, by exercises, self-reported or known beforehand, and the answers.

    The newest answer stands first.

    ``extra``: it was added after they had enrolled, and does not count. ``missing``: where something is missing for it.
    """

    title: str
    completed_at: datetime | None
    self_reported: bool
    answers: tuple[AnswerCard, ...]
    extra: bool = False
    missing: tuple[Link, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """A course of a person with the progress that they see themselves; ``missing``: the lessons not completed."""

    title: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    finished_at: datetime | None
    lessons: tuple[LessonRecord, ...]
    missing: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task of a person; of a submission the number of rounds and the current review, whose comment trainers read.

    ``url`` leads to the submission, ``extend_url`` to the form for a later due date; empty where the user may not.
    """

    task: "TaskState"
    url: str
    rounds_count: int
    reviews: tuple[Review, ...]
    extend_url: str


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """Everything about a member that the user may see."""

    courses: tuple[CourseRecord, ...]
    tasks: tuple[TaskRecord, ...]
    messages_sent: list[CohortMessage]
