"""What the catalogue asks of the floors above when somebody opens one of its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.dispatch import Signal
from django.http import HttpRequest

from courses.activities.runtime import StateStore
from courses.catalogue.cards import EnrolmentCard, Standing
from people.access import user_or_none

# Sent with page and request; whoever knows the reader answers with the view of that page below, others with None.
opened = Signal()

# The same of a lesson, for an anonymous visitor. The page is the same for everybody and is cached: a receiver looks at
# no session and answers alike, but for the request that brings an answer to try.
opened_anonymously = Signal()


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as one reader sees it; the defaults are everybody who is not on the course."""

    user_id: int | None = None
    enrolled: bool = False
    # Whether the exercises may be tried by somebody who is not on the course; nothing is recorded then.
    trying: bool = False
    planks: tuple[Any, ...] = ()
    label: str = ""
    completed: frozenset[UUID] = frozenset()
    completion: dict[str, Any] = field(default_factory=dict)
    csrf_token: str = ""
    action: Callable[[UUID], str] | None = None
    # What is different for one exercise, such as an error after an answer that was none.
    special: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    # What this reader has in the exercises; None: nothing.
    store: StateStore | None = None


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course as somebody who is signed in sees it."""

    enrolment: EnrolmentCard | None
    enrol_url: str
    completed: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class CoursesView:
    """A list of courses as somebody who is signed in sees it: by id, how far they are in those that they are on."""

    courses: Mapping[int, Standing]


def ask_learning(signal: Signal, *, page: Any, request: HttpRequest, anonymous: Signal | None = None) -> Any:
    """The first answer to the question who reads this page, or None.

    About an anonymous visitor ``anonymous`` is sent instead, and without it nothing is asked.
    """
    if user_or_none(request) is None:
        if anonymous is None:
            return None
        signal = anonymous
    answers = (answer for _receiver, answer in signal.send(sender=type(page), page=page, request=request))
    return next((answer for answer in answers if answer is not None), None)
