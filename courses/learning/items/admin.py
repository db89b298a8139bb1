"""The reports of item analysis in Wagtail's admin, for editors."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from courses.activities.analysis import FEWEST
from courses.activities.models import Activity
from courses.learning.items.reading import SCORED, analysed, analyses_of
from editing.frames import frame

MAY_READ = "bank.change_bankquestion"
ON_A_PAGE = 50
WORDS_IN_HEADING = 6


class ItemsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_READ))


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """``reports/questions/``: how the current version of each exercise does; six queries for a page of the list."""
    _check(request)
    found = analysed()
    if query := request.GET.get("q", "").strip():
        found = found.filter(title__icontains=query)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        **frame(_("Questions in use"), icon="list-ul"),
        "page": page,
        "rows": analyses_of(activity.current for activity in page if activity.current is not None),
        "query": query,
        "fewest": FEWEST,
    }
    return TemplateResponse(request, "learning/admin/items.html", context)


@require_safe
def detail(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """``reports/questions/<uuid>/``: every version of an exercise, with its options."""
    _check(request)
    activity = get_object_or_404(Activity, pk=activity_id, current__tree__type__in=SCORED)
    context = {
        **frame(_("Question in use"), Truncator(activity.title).words(WORDS_IN_HEADING), icon="list-ul"),
        "question": activity.title,
        "rows": analyses_of(activity.versions.order_by("-number")),
        "current": activity.current_id,
        "fewest": FEWEST,
    }
    return TemplateResponse(request, "learning/admin/item.html", context)


def menu_item() -> MenuItem:
    return ItemsMenuItem(_("Questions in use"), reverse("items_report"), name="items", icon_name="list-ul", order=65)


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
