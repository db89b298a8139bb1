"""Texts of works that were sent after the session had ended: kept for an hour, for whoever the session belonged to."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.coursework.errors import NotPermittedError
from courses.coursework.models import Assignment, UnsentText
from courses.coursework.services.submissions import normal_text
from people.models import User

LIFETIME = timedelta(hours=1)


@transaction.atomic
def save_unsent(*, by: User, assignment_id: int, text: str, with_file: bool) -> UnsentText:
    """Keeps a text in the place of an earlier one of the same work, no longer than a work may be.

    ``with_file`` notes that a file came too, which is not kept. Raises ``NotPermittedError`` unless ``by`` may open
    the work.
    """
    delete_old_unsent()
    assignment = Assignment.objects.open_to(by).filter(pk=assignment_id).first()
    if assignment is None:
        raise NotPermittedError
    saved, _created = UnsentText.objects.update_or_create(
        assignment=assignment,
        user=by,
        defaults={"text": normal_text(text), "with_file": with_file, "saved_at": timezone.now()},
    )
    return saved


def take_unsent(*, by: User, assignment: Assignment) -> UnsentText | None:
    """What was kept of this work for this person, once: afterwards it is gone."""
    own = UnsentText.objects.filter(assignment=assignment, user=by)
    if not own.exists():  # nearly always, and then reading the page takes no lock for writing
        return None
    with transaction.atomic():
        delete_old_unsent()
        saved = own.select_for_update().first()
        if saved is not None:
            UnsentText.objects.filter(pk=saved.pk).delete()
    return saved


def delete_old_unsent() -> int:
    """Deletes what has been kept for an hour. Returns how many texts there were."""
    deleted, _by_model = UnsentText.objects.filter(saved_at__lte=timezone.now() - LIFETIME).delete()
    return deleted
