"""What lists and pages of the catalogue show, the same names in Python and in templates.

The values that every reader shares are cached; ``dataclasses.replace`` makes of them what one visitor is shown.
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from publishing.links import Download, Link
from publishing.progress_drawing import ProgressStep
from reference.listing import RequirementItem


class Listed(Protocol):
    """Whatever stands at a path of the page tree."""

    @property
    def path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one learner is in a course: its progress_steps, the same in words, and whether it is finished."""

    progress_steps: tuple[ProgressStep, ...]
    label: str
    finished: bool


@dataclass(frozen=True, slots=True)
class CourseLink:
    """A course that is linked to."""

    id: int
    path: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list. ``lessons_count`` and ``standing`` are one visitor's, ``number`` its place in a programme."""

    id: int
    path: str
    title: str
    url: str
    summary: str
    hours: int | None
    level: str
    lessons_count: int = 0
    number: int | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme in a list. ``courses`` are the tree paths of its live courses; ``courses_count`` is one visitor's."""

    path: str
    title: str
    url: str
    summary: str
    hours: int | None
    courses: tuple[str, ...] = ()
    courses_count: int = 0


@dataclass(frozen=True, slots=True)
class LessonItem:
    """A lesson in an outline; ``minutes`` of work, ``activities`` in order.

    Of one visitor: ``closed`` where a restriction excludes them, ``done`` and ``current``.
    """

    key: UUID
    id: int
    path: str
    number: int
    title: str
    url: str
    minutes: int
    rule: str
    activities: tuple[UUID, ...]
    closed: bool = False
    done: bool = False
    current: bool = False

    @property
    def exercises_count(self) -> int:
        return len(self.activities)


@dataclass(frozen=True, slots=True)
class TopicItem:
    """A topic in an outline with its lessons.

    One that is ``folded`` lists no lessons and says how many there are and are done; an empty ``url``: it is closed.
    """

    title: str
    summary: str
    url: str
    path: str
    lessons: tuple[LessonItem, ...]
    folded: bool = False
    lessons_count: int = 0
    done_count: int = 0


@dataclass(frozen=True, slots=True)
class LessonSurroundings:
    """The course around a lesson as one visitor sees it.

    ``number`` of ``lessons_count`` is the lesson's place; a draft is counted as if it came last. ``previous`` and
    ``next`` are the nearest lessons that the visitor may open.
    """

    topic_title: str
    course: Link
    outline: list[TopicItem]
    number: int
    lessons_count: int
    previous: LessonItem | None
    next: LessonItem | None


@dataclass(frozen=True, slots=True)
class LessonMap:
    """What the text of a lesson holds besides its sections."""

    requirements: list[RequirementItem]
    exercises_count: int
    downloads: list[Download]


@dataclass(frozen=True, slots=True)
class LessonCompletion:
    """Whether an enrolled learner has completed a lesson, by which ``rule``, and how many exercises are ``missing``.

    ``finished``: the whole course is. ``next_course`` has an empty title where no course follows.
    """

    rule: str
    done: bool
    missing: int
    finished: bool
    finish_url: str
    next_course: Link | None
    mark_url: str
    unmark_url: str


@dataclass(frozen=True, slots=True)
class EnrolmentCard:
    """A learner's enrolment on the page of its course.

    An empty ``resume_url``: no lesson to go to. ``closed_title`` names the lesson that is next and restricted.
    ``next_course`` has an empty title where no course follows.
    """

    progress_steps: tuple[ProgressStep, ...]
    label: str
    finished: bool
    started: bool
    resume_url: str = ""
    resume_title: str = ""
    closed_title: str = ""
    finish_url: str = ""
    next_course: Link | None = None
