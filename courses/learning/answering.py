"""The result of an answer, attached to its request for the page that is the response."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest

from courses.activities.cards import ExerciseChange
from courses.learning.services import Answered
from courses.learning.trying import Tried

_ATTRIBUTE = "learning_answering"


@dataclass(frozen=True, slots=True)
class Answering:
    """``answered`` is what was recorded: it need not be read again. ``tried`` is what was not recorded. ``refused`` has
    the error and the choice by exercise."""

    answered: Answered | None = None
    tried: Tried | None = None
    refused: Mapping[UUID, ExerciseChange] = field(default_factory=dict)


def attach(request: HttpRequest, answering: Answering) -> None:
    """Attaches the result of the answer to the request."""
    setattr(request, _ATTRIBUTE, answering)


def attached(request: HttpRequest) -> Answering:
    """The result of this request's answer; an empty ``Answering`` where it has none."""
    answering: Answering = getattr(request, _ATTRIBUTE, Answering())
    return answering


def sent_by_script(request: HttpRequest) -> bool:
    """Whether a script sent this change: it shows the result itself, and needs only what has changed of the page."""
    return request.method == "POST" and request.headers.get("X-Requested-With") == "fetch"
