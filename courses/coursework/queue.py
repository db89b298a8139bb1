"""The trainer's queue of submissions to review."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from courses.coursework.cards import FilterLink, Queue, QueuePlace, QueueRow, UndoCard
from courses.coursework.lateness import days_late, is_late
from courses.coursework.models import UNDO_TIME, Review, Submission, SubmissionQuerySet
from courses.coursework.states import Decision, State

if TYPE_CHECKING:
    from people.models import User

A_PAGE = 50

ALL, LATE, REVISED = "", "po-terminie", "poprawione"
FILTERS: dict[str, Promise | str] = {
    ALL: pgettext_lazy("submissions", "All"),
    LATE: pgettext_lazy("submissions", "Past due"),
    REVISED: pgettext_lazy("submissions", "Revised"),
}


def _narrow(waiting: SubmissionQuerySet, shown: str) -> SubmissionQuerySet:
    if shown == LATE:
        return waiting.late()
    return waiting.revised() if shown == REVISED else waiting


def queue_of(trainer: "User", *, shown: str = ALL, page: str = "1") -> Queue:
    """The queue of ``trainer``, filtered by one of ``FILTERS``; an unknown filter shows all."""
    waiting = Submission.objects.waiting_for(trainer)
    shown = shown if shown in FILTERS else ALL
    counts = {name: _narrow(waiting, name).count() for name in FILTERS}
    rows = (
        _narrow(waiting, shown)
        .select_related("user__organisation", "assignment")
        .with_lateness()
        .annotate(rounds_count=Count("rounds"))
    )
    listed = Paginator(rows, A_PAGE).get_page(page)
    oldest = waiting.first()
    filters = [
        FilterLink(label=label, url=address(shown=name), count=counts[name], current=name == shown)
        for name, label in FILTERS.items()
    ]
    return Queue(
        waiting_total=counts[ALL],
        oldest_days=_days_since(oldest) if oldest else 0,
        filters=filters if counts[ALL] else [],
        rows=[_row(item) for item in listed],
        all_url=address(),
        start_url=reverse("coursework:review", args=[oldest.pk]) if oldest else "",
        page_number=listed.number if listed.has_other_pages() else None,
        previous_url=address(shown=shown, page=listed.number - 1) if listed.has_previous() else "",
        next_url=address(shown=shown, page=listed.number + 1) if listed.has_next() else "",
    )


def address(*, shown: str = ALL, page: int = 1) -> str:
    """The URL of the queue with a filter and a page."""
    query = {"pokaz": shown, "strona": str(page) if page > 1 else ""}
    query = {name: value for name, value in query.items() if value}
    return reverse("coursework:queue") + (f"?{urlencode(query)}" if query else "")


def _days_since(submission: Submission) -> int:
    if submission.submitted_at is None:
        return 0
    return (timezone.localdate() - timezone.localdate(submission.submitted_at)).days


def _row(item: Any) -> QueueRow:
    """A row of the queue; ``item`` is a submission with ``person_due_at``, ``first_submitted_at``, ``rounds_count``."""
    return QueueRow(
        submission=item,
        url=reverse("coursework:review", args=[item.pk]),
        late=is_late(item.first_submitted_at, item.person_due_at),
        late_days=days_late(item.first_submitted_at, item.person_due_at),
        revised=item.rounds_count > 1,
    )


def place_of(submission: Submission, trainer: "User") -> QueuePlace | None:
    """The place of a submission in the queue of ``trainer``; None where it does not wait for them."""
    if submission.state != State.SUBMITTED or submission.submitted_at is None:
        return None
    until = Q(submitted_at__lt=submission.submitted_at) | Q(submitted_at=submission.submitted_at, pk__lte=submission.pk)
    counted = Submission.objects.waiting_for(trainer).aggregate(
        place=Count("pk", filter=until), total=Count("pk"), here=Count("pk", filter=Q(pk=submission.pk))
    )
    return QueuePlace(place=counted["place"], total=counted["total"]) if counted["here"] else None


def undo_of(trainer: "User", *, submission: Submission | None = None) -> UndoCard | None:
    """The last review of ``trainer`` that can be undone now, of any submission or of one; None where there is none."""
    reviews = Review.objects.undoable().filter(reviewer=trainer).order_by("-pk")
    if submission is not None:
        reviews = reviews.filter(round__submission=submission)
    last = reviews.select_related("round__submission__user", "round__submission__assignment").first()
    if last is None:
        return None
    reviewed = last.round.submission
    said = {
        Decision.ACCEPTED: _("Accepted: %(person)s, %(title)s."),
        Decision.RETURNED: _("Returned for correction: %(person)s, %(title)s."),
        Decision.FAILED: _("Not passed: %(person)s, %(title)s."),
    }[Decision(last.decision)]
    return UndoCard(
        review_id=last.pk,
        said=said % {"person": reviewed.user.display_name, "title": reviewed.assignment.title},
        until=last.created_at + UNDO_TIME,
        url=reverse("coursework:review_undo", args=[reviewed.pk]),
    )


def next_waiting(trainer: "User", *, after: Submission | None = None) -> Submission | None:
    """The submission that follows ``after`` in the queue, else the first one; never ``after`` itself."""
    waiting = Submission.objects.waiting_for(trainer)
    if after is not None:
        waiting = waiting.exclude(pk=after.pk)
        if after.submitted_at is not None:
            later = waiting.filter(
                Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
            ).first()
            if later is not None:
                return later
    return waiting.first()
