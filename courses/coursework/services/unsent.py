"""Services of unsent texts: posted after the session had expired, stored until their author signs in again."""

from django.db import transaction
from django.utils import timezone

from courses.coursework.errors import NotPermittedError
from courses.coursework.models import UNSENT_LIFETIME, Assignment, UnsentText
from courses.coursework.services.submissions import normal_text
from people.models import User


@transaction.atomic
def save_unsent(*, by: User, assignment_id: int, text: str, with_file: bool) -> UnsentText:
    """Stores a text, truncated to ``LONGEST_TEXT``, in place of an earlier one for the same assignment.

    ``with_file`` records that a file was posted too; files are not stored. Raises ``NotPermittedError`` unless ``by``
    may open the assignment.
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
    """Returns the text stored for this assignment and user, and deletes it; None where there is none."""
    own = UnsentText.objects.filter(assignment=assignment, user=by)
    if not own.exists():  # the usual case: no write lock
        return None
    with transaction.atomic():
        delete_old_unsent()
        saved = own.select_for_update().first()
        if saved is not None:
            UnsentText.objects.filter(pk=saved.pk).delete()
    return saved


def find_unsent(*, by: User, assignment: Assignment) -> UnsentText | None:
    """Returns the text stored for this assignment and user, which stays stored; None where there is none."""
    since = timezone.now() - UNSENT_LIFETIME
    return UnsentText.objects.filter(assignment=assignment, user=by, saved_at__gt=since).first()


def delete_old_unsent() -> int:
    """Deletes texts older than ``UNSENT_LIFETIME``; returns how many."""
    deleted, _by_model = UnsentText.objects.filter(saved_at__lte=timezone.now() - UNSENT_LIFETIME).delete()
    return deleted
