"""The tables that learning events record. Apps above register theirs, so that they are compared with the events."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete

from courses.activities.models import Answer
from courses.learning.models import Completion, Enrolment
from courses.learning.services import void_event
from courses.learning.statements import Verb
from people.models import User


@dataclass(frozen=True, slots=True)
class Record:
    """The values that the event of a row must have. ``actor`` is None where the user has no pseudonym."""

    name: str
    actor: UUID | None
    verb: str
    object: str
    happened_at: datetime | None
    score: float | None = None


# Returns the records of the rows with these ids, or of all rows.
Source = Callable[[Collection[int] | None], Iterator[Record]]

sources: dict[str, Source] = {}


def register(kind: str, source: Source, *, model: type[Model]) -> None:
    """Registers ``model`` as the table of the events ``<kind>:<id>``; deleting a row voids its event.

    ``source`` reads the rows as records. Deleting a user voids nothing: their events stay, without a name.
    """
    sources[kind] = source

    def deleted(sender: type[Model], instance: Model, origin: Any = None, **_kwargs: Any) -> None:
        erased = origin.model if isinstance(origin, QuerySet) else type(origin)
        if erased is not User:
            void_event(record=f"{kind}:{instance.pk}")

    post_delete.connect(deleted, sender=model, weak=False, dispatch_uid=f"learning.record.{kind}")


def register_own() -> None:
    """Registers the tables of learning and activities. Called once, when Django is ready."""
    register("enrolment", _enrolments, model=Enrolment)
    register("course", _courses, model=Enrolment)
    register("answer", _answers, model=Answer)
    register("completion", _completions, model=Completion)


Row = TypeVar("Row", bound=Model)


def chosen(rows: QuerySet[Row], ids: Collection[int] | None) -> QuerySet[Row]:
    """The rows with these ids, or all rows, ordered by id."""
    return (rows if ids is None else rows.filter(pk__in=ids)).order_by("pk")


def _course_urn(translation_key: UUID, language: str) -> str:
    return uuid5(translation_key, language).urn  # as ``Course.key``


_COURSE = ("user__pseudonym__uuid", "course__translation_key", "course__locale__language_code")


def _enrolments(ids: Collection[int] | None) -> Iterator[Record]:
    rows = chosen(Enrolment.objects.all(), ids).values_list("pk", "created_at", *_COURSE)
    for pk, moment, actor, *course in rows.iterator():
        yield Record(f"enrolment:{pk}", actor, Verb.REGISTERED.iri, _course_urn(*course), moment)


def _courses(ids: Collection[int] | None) -> Iterator[Record]:
    rows = chosen(Enrolment.objects.exclude(completed_at=None), ids).values_list("pk", "completed_at", *_COURSE)
    for pk, moment, actor, *course in rows.iterator():
        yield Record(f"course:{pk}", actor, Verb.COMPLETED.iri, _course_urn(*course), moment)


def _answers(ids: Collection[int] | None) -> Iterator[Record]:
    rows = chosen(Answer.objects.all(), ids).values_list(
        "pk", "user__pseudonym__uuid", "activity", "created_at", "score"
    )
    for pk, actor, activity, moment, score in rows.iterator():
        yield Record(f"answer:{pk}", actor, Verb.ANSWERED.iri, activity.urn, moment, score)


def _completions(ids: Collection[int] | None) -> Iterator[Record]:
    rows = chosen(Completion.objects.all(), ids).values_list(
        "pk", "enrolment__user__pseudonym__uuid", "lesson", "completed_at"
    )
    for pk, actor, lesson, moment in rows.iterator():
        yield Record(f"completion:{pk}", actor, Verb.COMPLETED.iri, lesson.urn, moment)
