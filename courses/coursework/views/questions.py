"""How a group does in the exercises of its courses."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.activities.analysis import FEWEST
from courses.coursework import rules
from courses.coursework.questions import questions_of
from courses.coursework.views.groups import trail, visible_cohort
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of


@staff_page
@require_safe
def cohort_questions(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """``grupy/<id>/pytania/``: the hardest questions first, for trainers of the group; it tells of no single person."""
    found = visible_cohort(request, cohort_id)
    if not rules.trains(user_of(request), found):
        raise PermissionDenied
    context = {
        "breadcrumbs": trail(found),
        "cohort": found,
        "questions": questions_of(found),
        "fewest": FEWEST,
    }
    return render(request, "coursework/pages/cohort_questions.html", context)
