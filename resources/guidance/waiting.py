"""The chapters whose next review is due, for the home page of the admin."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editing.home import Row, Waiting, WaitingList, counted, is_editor, register
from people.models import User
from resources.guidance.models import Chapter

AHEAD = timedelta(days=30)
# What the name of a user is made of.
_OWNER = tuple(f"review_owner__{name}" for name in ("first_name", "last_name", "email", "anonymised_at"))


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        WaitingList(
            key="reviews",
            order=40,
            heading=gettext_lazy("Reviews of the legal state"),
            empty=gettext_lazy("No review is due within 30 days."),
            waiting=due_reviews,
            shown_to=is_editor,
        )
    )


def due_reviews(user: User, shown: slice) -> Waiting:
    """Live chapters whose review is due within 30 days or overdue, the earliest first."""
    today = timezone.localdate()
    chapters = Chapter.objects.live().filter(next_review__lte=today + AHEAD).order_by("next_review", "path")
    chapters = chapters.select_related("review_owner").only("title", "next_review", *_OWNER)
    found, total = counted(chapters, shown)
    rows = []
    for chapter in found:
        if chapter.next_review is None:
            continue
        late = chapter.next_review < today
        sentence = _("review overdue since %(date)s") if late else _("review due %(date)s")
        detail = sentence % {"date": date_format(chapter.next_review)}
        owner = chapter.review_owner
        rows.append(
            Row(
                chapter.title,
                f"{detail}, {owner.display_name}" if owner else detail,
                reverse("wagtailadmin_pages:edit", args=[chapter.pk]),
                late=late,
            )
        )
    return Waiting(rows, total)
