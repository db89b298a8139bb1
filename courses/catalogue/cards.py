"""Dataclasses for the templates of the catalogue.

Values that are the same for every user are cached; ``dataclasses.replace`` adds those of one user.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.outline import OutlineLesson
from courses.catalogue.totals import Totals
from publishing.links import Download, Link
from publishing.progress_drawing import ProgressStep
from reference.listing import RequirementItem


class Listed(Protocol):
    """An object with a path in the page tree."""

    @property
    def path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """One learner's progress in a course: the steps to draw, the same in words, whether it is finished, and the number
    of lessons that count."""

    progress_steps: tuple[ProgressStep, ...]
    label: str
    finished: bool
    lessons_count: int


@dataclass(frozen=True, slots=True)
class ProgrammeAdditions:
    """What a programme asks for since a learner began it: courses, and in words how many of a group are to be chosen.

    ``url`` has it count; ``finished``: the programme is completed, and stays so.
    """

    courses: tuple[Link, ...]
    numbers: tuple[str, ...]
    url: str
    finished: bool


@dataclass(frozen=True, slots=True)
class ProgrammeStanding:
    """One learner's progress in a programme: the steps to draw, the same in words, and the courses to be finished."""

    title: str
    url: str
    progress_steps: tuple[ProgressStep, ...]
    label: str
    finished: bool
    missing: tuple[Link, ...]
    finished_at: datetime | None = None
    additions: ProgrammeAdditions | None = None


@dataclass(frozen=True, slots=True)
class CourseLink:
    """A link to a course."""

    id: int
    path: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list. Depend on the user: ``lessons_count`` and ``standing``."""

    id: int
    path: str
    title: str
    url: str
    summary: str
    hours: int | None
    level: str
    ects: int | None = None
    lessons_count: int = 0
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme in a list; ``courses`` are the tree paths of its live courses.

    ``kind`` is a ``Programme.Kind``, ``kind_label`` its name. Depends on the user: ``courses_count``.
    """

    path: str
    title: str
    url: str
    summary: str
    kind: str
    kind_label: str
    totals: Totals
    courses: tuple[str, ...] = ()
    courses_count: int = 0

    @property
    def hours(self) -> int | None:
        return self.totals.hours

    @property
    def ects(self) -> int | None:
        return self.totals.ects


@dataclass(frozen=True, slots=True)
class LessonItem:
    """A lesson in an outline; ``minutes`` of work, ``activities`` in order.

    Depend on the user: ``closed`` (a restriction excludes them), ``done``, ``current``, ``extra`` (it was added
    after they had enrolled, and does not count), ``lock``, which says what opens a lesson that is locked, and
    ``missing`` (places where something is missing for it).
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
    extra: bool = False
    lock: str = ""
    missing: tuple[Link, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the user may read it now."""
        return not self.closed and not self.lock

    @property
    def extent(self) -> str:
        """As "20 min · 4 ćwiczenia"; what is 0 is left out.

        An outline has many, and ``blocktranslate`` takes ten times as long.
        """
        count = len(self.activities)
        minutes = _("%(minutes)s min") % {"minutes": self.minutes} if self.minutes else ""
        exercises = (
            ngettext("%(counter)s exercise", "%(counter)s exercises", count) % {"counter": count} if count else ""
        )
        extra = _("extra, does not count towards progress") if self.extra else ""
        return " · ".join(filter(None, (minutes, exercises, extra)))

    @classmethod
    def without_page(cls, lesson: OutlineLesson, course_path: str) -> "LessonItem":
        """A lesson of an outline that has no page to be opened now: without a URL, an id and minutes."""
        return cls(
            key=lesson.key,
            id=0,
            path=course_path,
            number=0,
            title=lesson.title,
            url="",
            minutes=0,
            rule=lesson.rule,
            activities=lesson.activities,
        )


@dataclass(frozen=True, slots=True)
class TopicItem:
    """A topic in an outline with its lessons.

    A ``folded`` topic lists no lessons, only their numbers; an empty ``url`` means that the user may not open it.
    """

    title: str
    summary: str
    url: str
    path: str
    lessons: tuple[LessonItem, ...]
    folded: bool = False
    lessons_count: int = 0
    done_count: int = 0

    @property
    def extent(self) -> str:
        """The folded lessons, as "8 lekcji · ukończone: 3"."""
        count = self.lessons_count
        lessons = ngettext("%(counter)s lesson", "%(counter)s lessons", count) % {"counter": count}
        done = _("completed: %(done)s") % {"done": self.done_count} if self.done_count else ""
        return " · ".join(filter(None, (lessons, done)))


@dataclass(frozen=True, slots=True)
class LessonSurroundings:
    """The course of a lesson for one user.

    ``number`` of ``lessons_count`` is the lesson's place among those that count; a draft counts as the last lesson, and
    None is an extra lesson, which was added after the learner had enrolled. ``withdrawn_count`` lessons that they have
    completed are in the course no longer, and still count. ``previous`` and ``next`` are the nearest lessons that the
    user may open; ``next_lock`` says what opens the next one if it is locked.
    """

    topic_title: str
    course: Link
    outline: list[TopicItem]
    number: int | None
    lessons_count: int
    withdrawn_count: int
    previous: LessonItem | None
    next: LessonItem | None
    next_lock: str = ""


@dataclass(frozen=True, slots=True)
class LessonMap:
    """The requirements, downloads and number of exercises of a lesson's text."""

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
    missing_parts: tuple[Link, ...]
    finished: bool
    finish_url: str
    next_course: Link | None
    mark_url: str
    unmark_url: str
    summary_url: str = ""


@dataclass(frozen=True, slots=True)
class Additions:
    """Lessons added to a course since a learner enrolled, and the URL that has them count; ``finished``: the course is
    completed, and stays so."""

    lessons: tuple[Link, ...]
    url: str
    finished: bool


@dataclass(frozen=True, slots=True)
class EnrolmentCard:
    """A learner's enrolment on the page of its course.

    An empty ``resume_url``: no lesson to go to. ``closed_title`` names the lesson that is next and restricted.
    ``next_course`` has an empty title where no course follows. ``missing``: the lessons that are not completed.
    ``summary_url`` is that of the page about a completed course, ``placement_url`` that of the test at the start.
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
    missing: tuple[Link, ...] = ()
    additions: Additions | None = None
    summary_url: str = ""
    placement_url: str = ""


@dataclass(frozen=True, slots=True)
class OfflinePanel:
    """What the panel for keeping lessons needs; ``lesson_title`` is empty where the page is no lesson.

    ``owner`` names the account to this browser alone: what waits to be sent is sent only for the account that made it.
    """

    owner: str
    lesson_title: str = ""
