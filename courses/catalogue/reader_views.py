"""The parts of catalogue pages that depend on the user: dataclasses to which the apps above contribute.

The catalogue has no data about users. An app that has registers a function for a class of view. The function gets the
view as the apps before it left it and returns it with its own additions (``dataclasses.replace``).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from courses.activities.cards import ExerciseChange
from courses.activities.models import VersionTree
from courses.activities.runtime import StateStore
from courses.catalogue.cards import EnrolmentCard, LessonCompletion, OfflinePanel, ProgrammeStanding, Standing
from courses.catalogue.release import Lock
from publishing.links import Link
from publishing.progress_drawing import ProgressStep


@dataclass(frozen=True, slots=True)
class Place(Link):
    """A place in a lesson. ``second`` is that of a film, as digits; "" where the place is none."""

    second: str = ""


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson for one user; the defaults are those of a preview."""

    user_id: int | None = None
    enrolled: bool = False
    # Whether the exercises may be tried without an enrolment; nothing is recorded then.
    trying: bool = False
    progress_steps: tuple[ProgressStep, ...] = ()
    label: str = ""
    # The keys of the lessons that count for a learner, in order; empty for others.
    counted: tuple[UUID, ...] = ()
    completed: frozenset[UUID] = frozenset()
    completion: LessonCompletion | None = None
    csrf_token: str = ""
    action: Callable[[UUID], str] | None = None
    # The URL of the frame of an activity that is not our own, by its uuid and version.
    frame_url: Callable[[UUID, VersionTree], str] | None = None
    changes: Mapping[UUID, ExerciseChange] = field(default_factory=dict)
    # HTML below the passage under a heading, by its anchor, and for the end of the text by "".
    below_passages: Mapping[str, SafeString] = field(default_factory=dict)
    # Where this reader stopped: an anchor, with the words that name it.
    place: Place | None = None
    # The URL that keeps the place, where a script tells it; "" for whoever is not enrolled.
    place_url: str = ""
    # What this reader has in the exercises; None: nothing.
    store: StateStore | None = None
    # The lessons that are locked for a learner.
    locks: Mapping[UUID, Lock] = field(default_factory=dict)
    # For learners, who can keep the lesson for reading without a connection.
    offline: OfflinePanel | None = None


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course for one user; the defaults are those of an anonymous visitor."""

    enrolment: EnrolmentCard | None = None
    enrol_url: str = ""
    counted: tuple[UUID, ...] = ()
    completed: frozenset[UUID] = frozenset()
    locks: Mapping[UUID, Lock] = field(default_factory=dict)
    # The courses to complete before one enrols; enrolling is refused while there are any.
    missing_prerequisites: tuple[str, ...] = ()
    # What is missing in each lesson that counts and is not completed, by its key.
    missing: Mapping[UUID, tuple[Link, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CoursesView:
    """A list of courses for one user: their progress by course id, for the courses that they are enrolled in."""

    courses: Mapping[int, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme for one user: the progress of whoever is on one of its courses."""

    standing: ProgrammeStanding | None = None


V = TypeVar("V", LessonView, CourseView, CoursesView, ProgrammeView)
Contribute = Callable[[V, Any, HttpRequest], V]

_contributors: defaultdict[type, list[Callable[..., Any]]] = defaultdict(list)


def register(kind: type[V], contribute: Contribute[V]) -> None:
    """Registers a contribution to views of a class, in ``AppConfig.ready()`` and so in the order of ``INSTALLED_APPS``.

    ``contribute(view, page, request)`` is called in every response. The page of an anonymous visitor is cached for all
    of them, so for these it must not read the session and must always return the same, unless the request carries an
    answer to try.
    """
    if contribute not in _contributors[kind]:
        _contributors[kind].append(contribute)


def view_of(kind: type[V], *, page: Page, request: HttpRequest) -> V:
    """The view of ``page`` for the user of ``request``, with the contributions of all apps."""
    view = kind()
    for contribute in _contributors[kind]:
        view = contribute(view, page, request)
    return view
