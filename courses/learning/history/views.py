"""The learner's own answers and the history of their learning, page by page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.activities.models import Answer
from courses.learning.history.answers import own_answers
from courses.learning.history.events import events_of, in_words
from people.current_user import user_of

PAGE_SIZE = 50


@login_required
@never_cache
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """What the learner answered, when, and with what result, the newest first."""
    user = user_of(request)
    rows = Answer.objects.of(user).select_related("activity").order_by("-created_at", "-pk")
    listed = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("strona"))
    context = {"answers": own_answers(user, list(listed), request), **_pages(listed)}
    return render(request, "learning/pages/answers.html", context)


@login_required
@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What the learner did, the newest first."""
    listed = Paginator(events_of(user_of(request)), PAGE_SIZE).get_page(request.GET.get("strona"))
    context = {"items": [in_words(event) for event in listed], **_pages(listed)}
    return render(request, "learning/pages/history.html", context)


def _pages(listed: "Page[Any]") -> dict[str, Any]:
    return {
        "page_number": listed.number if listed.has_other_pages() else None,
        "previous_url": f"?strona={listed.number - 1}" if listed.has_previous() else "",
        "next_url": f"?strona={listed.number + 1}" if listed.has_next() else "",
    }
