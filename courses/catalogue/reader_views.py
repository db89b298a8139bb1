"""What the pages of the catalogue show one reader: views to which the apps above contribute.

The catalogue knows no reader. An app that does registers a function for a kind of view; it is given the view as far as
the apps before it made it and returns it with what it adds (``dataclasses.replace``).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from wagtail.models import Page

from courses.activities.cards import ExerciseChange
from courses.activities.runtime import StateStore
from courses.catalogue.cards import EnrolmentCard, LessonCompletion, Standing
from publishing.progress_drawing import ProgressStep


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as one reader sees it; the defaults are a preview."""

    user_id: int | None = None
    enrolled: bool = False
    # Whether the exercises may be tried by somebody who is not on the course; nothing is recorded then.
    trying: bool = False
    progress_steps: tuple[ProgressStep, ...] = ()
    label: str = ""
    completed: frozenset[UUID] = frozenset()
    completion: LessonCompletion | None = None
    csrf_token: str = ""
    action: Callable[[UUID], str] | None = None
    changes: Mapping[UUID, ExerciseChange] = field(default_factory=dict)
    # What this reader has in the exercises; None: nothing.
    store: StateStore | None = None


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course as one reader sees it; the defaults are an anonymous visitor."""

    enrolment: EnrolmentCard | None = None
    enrol_url: str = ""
    completed: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class CoursesView:
    """A list of courses as one reader sees it: by id, how far they are in those that they are enrolled in."""

    courses: Mapping[int, Standing] = field(default_factory=dict)


V = TypeVar("V", LessonView, CourseView, CoursesView)
Contribute = Callable[[V, Any, HttpRequest], V]

_contributors: defaultdict[type, list[Callable[..., Any]]] = defaultdict(list)


def register(kind: type[V], contribute: Contribute[V]) -> None:
    """Lets an app add to views of a kind; called in ``AppConfig.ready()``, in the order of ``INSTALLED_APPS``.

    ``contribute(view, page, request)`` is called for every reader. For an anonymous one the page is cached for
    everybody: then it must look at no session and answer alike, except for a request that brings an answer to try.
    """
    if contribute not in _contributors[kind]:
        _contributors[kind].append(contribute)


def view_of(kind: type[V], *, page: Page, request: HttpRequest) -> V:
    """The view of ``page`` for the reader of ``request``, with what every app adds."""
    view = kind()
    for contribute in _contributors[kind]:
        view = contribute(view, page, request)
    return view
