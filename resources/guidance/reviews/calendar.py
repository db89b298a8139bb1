"""The calendar of reviews in the admin: by month, with owners, those past their day first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from editing.frames import frame
from people.current_user import user_of
from people.models import User
from resources.guidance.requirements.admin import ReportMenuItem
from resources.guidance.reviews.owners import DueReview, due_reviews


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review; ``late`` is the number of days since its day, 0 where that has not passed."""

    title: str
    guide: str
    url: str
    day: date
    owner: str
    late: int


@dataclass(frozen=True, slots=True)
class ReviewMonth:
    """The reviews of a month; ``first`` is its first day, None for those past their day."""

    first: date | None
    rows: Sequence[ReviewRow]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("reports/review-calendar/", review_calendar, name="review_calendar")]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    title = gettext_lazy("Calendar of reviews")
    return ReportMenuItem(title, reverse("review_calendar"), name="review-calendar", icon_name="calendar", order=60)


@require_safe
def review_calendar(request: HttpRequest) -> HttpResponse:
    """``?mine=on`` shows those of the user alone."""
    user = user_of(request)
    if not user.has_perm("guidance.view_requirement"):
        raise PermissionDenied
    mine = request.GET.get("mine") == "on"
    reviews = [review for review in due_reviews() if not mine or review.owner_id == user.pk]
    context = {
        **frame(_("Calendar of reviews"), icon="calendar"),
        "months": months_of(reviews, today=timezone.localdate()),
        "mine": mine,
    }
    return TemplateResponse(request, "guidance/admin/review_calendar.html", context)


def months_of(reviews: Sequence[DueReview], *, today: date) -> list[ReviewMonth]:
    """Those past their day first, then one group for each month. One query for the owners."""
    owners = User.objects.in_bulk([review.owner_id for review in reviews if review.owner_id])

    def row(review: DueReview) -> ReviewRow:
        owner = owners.get(review.owner_id or 0)
        return ReviewRow(
            title=review.title,
            guide=review.guide,
            url=reverse("wagtailadmin_pages:edit", args=[review.page_id]),
            day=review.day,
            owner=owner.display_name if owner else "",
            late=max(0, (today - review.day).days),
        )

    def month(review: DueReview) -> date | None:
        return None if review.day < today else review.day.replace(day=1)

    return [ReviewMonth(first, [row(review) for review in group]) for first, group in groupby(reviews, month)]
