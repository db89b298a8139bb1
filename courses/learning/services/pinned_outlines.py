"""Services of the outline that an enrolment pins: what was added is taken in, and what was withdrawn counts no more."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from courses.catalogue.models import Course
from courses.catalogue.outline import OutlineData
from courses.catalogue.services import renew_outline
from courses.learning.models import Enrolment
from courses.learning.progress import kept_topics
from courses.learning.services.locking import change_enrolment, completed_lessons, lock_enrolment

if TYPE_CHECKING:
    from people.models import User

Keys = Collection[UUID]


@transaction.atomic
def take_in_additions(*, user: "User", course: Course) -> Enrolment:
    """Pins the latest outline of the course, so that lessons added since count. Idempotent.

    So do lessons that were withdrawn and have come back. Completed ones that it has no more still count, and a course
    that is completed stays so. Raises ``NotEnrolledError``.
    """
    enrolment = lock_enrolment(user, course)
    latest = course.outlines.order_by("-number").first() or renew_outline(course=course)
    if latest.pk == enrolment.outline_id:
        return enrolment
    completed = completed_lessons(enrolment)
    kept = OutlineData(kept_topics(enrolment.pinned, latest.outline, completed))
    change_enrolment(enrolment, {"outline": latest, "kept_lessons": kept.to_json()["topics"], "withdrawn_lessons": []})
    return enrolment


def settle_lessons(shown: Iterable[tuple[Enrolment, Keys, Keys]]) -> None:
    """Records which lessons have been withdrawn, before progress is shown; no query where none has been.

    Each item is an enrolment, the keys of its completed lessons, and those of the live lessons of its course. A lesson
    that is neither counts no more for the learner, also if it comes back: then it is offered, as an added one is.
    Counting it again would lower the percent that they, or their trainer, have been shown.
    """
    gone = {
        enrolment.pk: (enrolment, keys)
        for enrolment, completed, live in shown
        if (keys := enrolment.newly_withdrawn(completed=completed, live=live))
    }
    if gone:
        _record(gone)


@transaction.atomic
def _record(gone: Mapping[int, tuple[Enrolment, Keys]]) -> None:
    # Read again: another request may have recorded a withdrawal, or taken in a newer outline, meanwhile.
    rows = Enrolment.objects.select_for_update().filter(pk__in=gone).order_by("pk").only("outline", "withdrawn_lessons")
    changed = []
    for row in rows:
        enrolment, keys = gone[row.pk]
        if row.outline_id == enrolment.outline_id:
            row.withdrawn_lessons = sorted({*row.withdrawn_lessons, *map(str, keys)})
            enrolment.withdrawn_lessons = row.withdrawn_lessons
            changed.append(row)
    Enrolment.objects.bulk_update(changed, ["withdrawn_lessons"], batch_size=500)
