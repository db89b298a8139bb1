"""Rebuilds the figures of progress, which are completions of lessons and of courses, from the learning events.

Those of programmes follow from the completed courses and from what is pinned.

A site without differences is left as it is. Nothing is un-completed: a completion without an event is kept, and the
event is written, marked as reconstructed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from courses.catalogue.models import CourseOutline, Lesson
from courses.learning import happened, statements
from courses.learning.batches import in_batches
from courses.learning.models import Completion, Enrolment, LearningEvent, ProgrammeEnrolment, Pseudonym
from courses.learning.pinned import completed_at
from courses.learning.services import pseudonym_of, record_events, void_event
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb

Mend = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in a line, and how it is mended; ``mend`` is None where the events do not tell enough."""

    text: str
    mend: Mend | None


def rebuild(say: Callable[[str], object], *, apply: bool) -> int:
    """Prints each difference in a line, and mends them with ``apply``; returns the exit code.

    1 if differences are left. Each is mended in a transaction of its own.
    """
    found = left = 0
    # All are found before the first is mended: tables are not changed while they are read.
    for difference in list(differences()) if apply else differences():
        found += 1
        mended = apply and difference.mend is not None
        if mended and difference.mend is not None:
            difference.mend()
        left += not mended
        say(f"{difference.text}{'; mended' if mended else ''}")
    if not found:
        say("Progress: it agrees with the learning events.")
    else:
        say(f"Differences: {found}, left: {left}." if apply else f"Differences: {found}. Mend them with --apply.")
    return 1 if left else 0


def differences() -> Iterator[Difference]:
    """Every difference between the events in force and the figures. Events of deleted users are skipped."""
    yield from _lessons_told()
    yield from _lessons_not_told()
    yield from _courses_told()
    yield from _courses_not_told()
    yield from _programmes()


def _events(kind: str) -> Iterator[list[LearningEvent]]:
    events = LearningEvent.objects.in_force().filter(
        record__startswith=f"{kind}:", verb=Verb.COMPLETED.iri, actor__in=Pseudonym.objects.values("uuid")
    )
    return in_batches(events.order_by("stored", "pk").iterator())


def _row_id(event: LearningEvent) -> int:
    return int(event.record.partition(":")[2])


def _moment(event: LearningEvent) -> datetime | None:
    return parse_datetime(event.statement["timestamp"])


def _source(event: LearningEvent) -> str:
    extensions = event.statement.get("result", {}).get("extensions", {})
    return str(extensions.get(statements.SOURCE, Completion.Source.EXERCISES))


def _registration(event: LearningEvent) -> UUID | None:
    found = event.statement.get("context", {}).get("registration")
    return UUID(found) if found else None


def _lessons_told() -> Iterator[Difference]:
    """Events of completed lessons whose completion is missing or different."""
    for events in _events("completion"):
        rows = {row.pk: row for row in Completion.objects.filter(pk__in=[_row_id(event) for event in events])}
        registrations = {found for event in events if (found := _registration(event)) is not None}
        named = Enrolment.objects.filter(registration__in=registrations).only("registration")
        enrolments = {row.registration: row for row in named}
        others = {
            (row.enrolment_id, row.lesson): row
            for row in Completion.objects.filter(enrolment__in=[row.pk for row in enrolments.values()])
        }
        for event in events:
            registration = _registration(event)
            enrolment = enrolments.get(registration) if registration else None
            if enrolment is None:
                yield Difference(f"{event.record}: its enrolment is missing", None)
                continue
            row = rows.get(_row_id(event))
            if row is None:
                other = others.get((enrolment.pk, UUID(event.object)))
                yield _missing(event, enrolment, other)
            else:
                yield from _different(event, enrolment, row)


def _missing(event: LearningEvent, enrolment: Enrolment, other: Completion | None) -> Difference:
    if other is not None:
        return Difference(
            f"{event.record}: it is missing, and the lesson is completed as completion:{other.pk}",
            lambda: void_event(record=event.record),
        )

    @transaction.atomic
    def restore() -> None:
        values = {"enrolment": enrolment, "lesson": UUID(event.object), "source": _source(event)}
        row = Completion.objects.create(pk=_row_id(event), **values)
        # ``auto_now_add`` has written the present time.
        Completion.objects.filter(pk=row.pk).update(completed_at=_moment(event))

    return Difference(f"{event.record}: the completion is missing", restore)


def _different(event: LearningEvent, enrolment: Enrolment, row: Completion) -> Iterator[Difference]:
    told: dict[str, Any] = {
        "enrolment_id": enrolment.pk,
        "lesson": UUID(event.object),
        "source": _source(event),
        "completed_at": _moment(event),
    }
    wrong = {name: value for name, value in told.items() if getattr(row, name) != value}
    if wrong:
        names = ", ".join(f"{name} is {getattr(row, name)} and should be {value}" for name, value in wrong.items())

        def correct() -> None:
            Completion.objects.filter(pk=row.pk).update(**wrong)

        yield Difference(f"{event.record}: {names}", correct)


def _lessons_not_told() -> Iterator[Difference]:
    """Completions of which no event tells."""
    rows = Completion.objects.select_related("enrolment__course__locale", "enrolment__user__pseudonym").order_by("pk")
    for batch in in_batches(rows.iterator()):
        told = _told(f"completion:{row.pk}" for row in batch)
        for row in batch:
            if f"completion:{row.pk}" not in told:
                yield Difference(f"completion:{row.pk}: no event tells of it", _tell_of_lesson(row))


def _told(records: Iterable[str]) -> set[str]:
    return set(LearningEvent.objects.in_force().filter(record__in=list(records)).values_list("record", flat=True))


def _tell_of_lesson(row: Completion) -> Mend:
    @transaction.atomic
    def tell() -> None:
        lesson = next((page for page in _lessons_below(row.enrolment) if page.key == row.lesson), None)
        course = happened.course_object(row.enrolment.course)
        _record(
            StatementData(
                record=f"completion:{row.pk}",
                actor=pseudonym_of(row.enrolment.user),
                verb=Verb.COMPLETED,
                object=happened.lesson_object(lesson) if lesson else _removed_lesson(row),
                happened_at=row.completed_at,
                course=course,
                parent=course,
                registration=row.enrolment.registration,
                result=statements.result(completion=True, extensions={statements.SOURCE: str(row.source)}),
            )
        )

    return tell


def _lessons_below(enrolment: Enrolment) -> Iterable[Lesson]:
    return Lesson.objects.descendant_of(enrolment.course).select_related("locale").defer("body", "body_html")


def _removed_lesson(row: Completion) -> ActivityObject:
    """The lesson as an outline of the course has it; by its key alone where none has."""
    course = row.enrolment.course
    outlines = CourseOutline.objects.filter(course=course).order_by("-number")
    found = next((lesson for version in outlines if (lesson := version.outline.lesson(row.lesson))), None)
    return ActivityObject(row.lesson, Kind.LESSON, found.title if found else str(row.lesson), course.language)


def _record(event: StatementData) -> None:
    """Writes an event that is marked as reconstructed. The voided one of the same row, if any, keeps its record."""
    record_events([replace(event, extensions={**event.extensions, statements.RECONSTRUCTED: True})])


def _courses_told() -> Iterator[Difference]:
    """Events of completed courses whose enrolment says otherwise."""
    for events in _events("course"):
        rows = {row.pk: row for row in Enrolment.objects.filter(pk__in=[_row_id(event) for event in events])}
        for event in events:
            row = rows.get(_row_id(event))
            if row is None:
                yield Difference(f"{event.record}: its enrolment is missing", None)
            elif row.completed_at != (moment := _moment(event)):
                yield Difference(
                    f"{event.record}: completed_at is {row.completed_at} and should be {moment}",
                    _complete_course(row, moment),
                )


def _complete_course(row: Enrolment, moment: datetime | None) -> Mend:
    def correct() -> None:
        Enrolment.objects.filter(pk=row.pk).update(completed_at=moment)

    return correct


def _courses_not_told() -> Iterator[Difference]:
    """Completed courses of which no event tells."""
    rows = Enrolment.objects.exclude(completed_at=None).select_related("course__locale", "user__pseudonym")
    for batch in in_batches(rows.order_by("pk").iterator()):
        told = _told(f"course:{row.pk}" for row in batch)
        for row in batch:
            if f"course:{row.pk}" not in told:
                yield Difference(f"course:{row.pk}: no event tells of it", _tell_of_course(row))


def _tell_of_course(row: Enrolment) -> Mend:
    @transaction.atomic
    def tell() -> None:
        _record(happened.course_completed(row, actor=pseudonym_of(row.user)))

    return tell


def _programmes() -> Iterator[Difference]:
    """Programmes that are not completed although nothing is missing of what is pinned; what was completed stays so."""
    rows = ProgrammeEnrolment.objects.filter(completed_at=None).order_by("pk")
    for batch in in_batches(rows.iterator()):
        finished: dict[int, dict[int, datetime]] = {}
        done = Enrolment.objects.filter(user__in={row.user_id for row in batch}, completed_at__isnull=False)
        for user_id, course_id, moment in done.values_list("user", "course", "completed_at"):
            if moment is not None:
                finished.setdefault(user_id, {})[course_id] = moment
        for row in batch:
            if found := completed_at(row.groups, finished.get(row.user_id, {})):
                yield Difference(
                    f"programme:{row.pk}: completed_at is None and should be {found}", _complete_programme(row, found)
                )


def _complete_programme(row: ProgrammeEnrolment, moment: datetime) -> Mend:
    def correct() -> None:
        ProgrammeEnrolment.objects.filter(pk=row.pk, completed_at=None).update(completed_at=moment)

    return correct
