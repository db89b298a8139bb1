"""Services of programmes: what they take is pinned for a learner who begins one."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from courses.catalogue.models import Programme
from courses.learning.errors import NotEnrolledError
from courses.learning.models import Enrolment, ProgrammeEnrolment
from courses.learning.pinned import completed_at, settled, taken_in
from courses.learning.programme_outlines import Outlines, ProgrammeOutline, programme_outlines

if TYPE_CHECKING:
    from people.models import User


def begin_programmes(*, user_id: int, course_id: int, outlines: Outlines) -> None:
    """Pins the programmes of a course for a learner who has just enrolled in it. One INSERT, none without programmes.

    A programme that was begun with another course stays pinned as it was.
    """
    rows = [
        ProgrammeEnrolment(user_id=user_id, programme_id=outline.id, pinned=_json(outline))
        for outline in outlines.values()
        if course_id in outline.courses
    ]
    if rows:
        ProgrammeEnrolment.objects.bulk_create(rows, ignore_conflicts=True)


def complete_programmes(*, enrolment: Enrolment, outlines: Outlines) -> None:
    """Completes the programmes in which this course, which has just been completed, was the last one missing."""
    begun = ProgrammeEnrolment.objects.select_for_update().filter(user=enrolment.user_id, completed_at=None)
    rows = [row for row in begun if enrolment.course_id in row.courses]
    if rows and enrolment.completed_at is not None:
        finished = {**_finished(enrolment.user_id), enrolment.course_id: enrolment.completed_at}
        _write([row for row in rows if _settle(row, outlines, finished)])


def settle_programmes(
    *, user_id: int, outlines: Outlines, taken: Collection[int], finished: Mapping[int, datetime]
) -> dict[int, ProgrammeEnrolment]:
    """What is pinned for a learner of these programmes, by programme, before anything is shown of it. One query.

    Writes where something has happened since: a programme that came to have a course that the learner has ``taken`` is
    pinned; a course that was withdrawn before it was finished counts no more; the programme is completed if nothing is
    missing. So what is shown is what is pinned. ``finished`` are the moments of all finished courses of the learner.
    """
    begun = ProgrammeEnrolment.objects.filter(user=user_id, programme__in=outlines)
    rows = {row.programme_id: row for row in begun}
    new = [outline for outline in outlines.values() if outline.id not in rows and outline.courses & set(taken)]
    if not new and not any(_settle(row, outlines, finished) for row in rows.values()):
        return rows
    with transaction.atomic():
        ProgrammeEnrolment.objects.bulk_create(
            [
                ProgrammeEnrolment(user_id=user_id, programme_id=outline.id, pinned=_json(outline, finished))
                for outline in new
            ],
            ignore_conflicts=True,
        )
        # Read again: another request may have taken in an addition or completed a course meanwhile.
        rows = {row.programme_id: row for row in begun.select_for_update()}
        _write([row for row in rows.values() if _settle(row, outlines, finished)])
    return rows


def take_in_programme_additions(*, user: "User", programme: Programme) -> ProgrammeEnrolment:
    """Pins the programme as it is now, so that courses added since count. Idempotent.

    Finished courses that it has no more still count, and a programme that is completed stays so. Raises
    ``NotEnrolledError``.
    """
    outlines = programme_outlines()
    with transaction.atomic():
        begun = ProgrammeEnrolment.objects.select_for_update().filter(user=user, programme=programme)
        row, outline = begun.first(), outlines.get(programme.pk)
        if row is None or outline is None:
            raise NotEnrolledError
        finished = _finished(user.pk)
        row.groups = taken_in(row.groups, outline.pinned(), finished=finished.keys())
        _settle(row, outlines, finished)
        _write([row])
    return row


def _json(outline: ProgrammeOutline, finished: Collection[int] = ()) -> list[dict[str, object]]:
    return [group.to_json() for group in outline.pinned(finished)]


def _finished(user_id: int) -> dict[int, datetime]:
    rows = Enrolment.objects.filter(user=user_id).values_list("course", "completed_at")
    return {course: moment for course, moment in rows if moment is not None}


def _settle(row: ProgrammeEnrolment, outlines: Outlines, finished: Mapping[int, datetime]) -> bool:
    """Updates the row, without writing it; returns whether anything changed. ``completed_at`` is set at most once."""
    before = row.groups, row.completed_at
    outline = outlines.get(row.programme_id)
    if outline is not None:
        row.groups = settled(row.groups, taught=outline.taught, finished=finished.keys())
    if row.completed_at is None:
        row.completed_at = completed_at(row.groups, finished)
    return (row.groups, row.completed_at) != before


def _write(rows: list[ProgrammeEnrolment]) -> None:
    if rows:
        ProgrammeEnrolment.objects.bulk_update(rows, ["pinned", "completed_at"])
