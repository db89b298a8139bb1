"""Services of withdrawn lessons: one without which progress has been shown counts no more for the learner."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from courses.learning.models import Enrolment

Keys = Collection[UUID]


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
