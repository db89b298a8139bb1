"""Texts of works that were sent after the session had ended: kept for an hour, for whoever the session belonged to."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.coursework.errors import NotPermittedError
from courses.coursework.models import Assignment, UnsentWork
from courses.coursework.services.works import normal_text
from people.models import User

KEPT_FOR = timedelta(hours=1)


@transaction.atomic
def keep_unsent(*, by: User, assignment_id: int, text: str, with_file: bool) -> UnsentWork:
    """Keeps a text in the place of an earlier one of the same work, no longer than a work may be.

    ``with_file`` notes that a file came too, which is not kept. Raises ``NotPermittedError`` unless ``by`` may open
    the work.
    """
    delete_old_unsent()
    assignment = Assignment.objects.open_to(by).filter(pk=assignment_id).first()
    if assignment is None:
        raise NotPermittedError
    kept, _created = UnsentWork.objects.update_or_create(
        assignment=assignment,
        user=by,
        defaults={"text": normal_text(text), "with_file": with_file, "kept_at": timezone.now()},
    )
    return kept


def take_unsent(*, by: User, assignment: Assignment) -> UnsentWork | None:
    """What was kept of this work for this person, once: afterwards it is gone."""
    own = UnsentWork.objects.filter(assignment=assignment, user=by)
    if not own.exists():  # nearly always, and then reading the page takes no lock for writing
        return None
    with transaction.atomic():
        delete_old_unsent()
        kept = own.select_for_update().first()
        if kept is not None:
            UnsentWork.objects.filter(pk=kept.pk).delete()
    return kept


def delete_old_unsent() -> int:
    """Deletes what has been kept for an hour. Returns how many texts there were."""
    deleted, _by_model = UnsentWork.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()
    return deleted
