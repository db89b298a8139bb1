"""The table of tasks and people of a group, and the file with it."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from courses.coursework import access as kinds
from courses.coursework import export
from courses.coursework.task_table import task_table
from courses.coursework.views.groups import trail, visible_cohort
from courses.coursework.views.permissions import record_page
from people import access
from people.current_user import user_of
from publishing.links import fields_of

log = structlog.get_logger("coursework")


@record_page
@require_safe
def cohort_tasks(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Shows the state of each task for each member."""
    found = visible_cohort(request, cohort_id)
    table = task_table(
        found,
        user_of(request),
        shown=request.GET.get("pokaz", ""),
        order=request.GET.get("kolejnosc", ""),
        page=request.GET.get("strona", "1"),
    )
    access.record(by=user_of(request), whose=[row.user.pk for row in table.rows], kind=kinds.TASKS)
    context = {
        **fields_of(table),
        "breadcrumbs": trail(found),
        "cohort": found,
        "export_url": reverse("coursework:cohort_export", args=[found.pk]),
    }
    return render(request, "coursework/pages/cohort_tasks.html", context)


@record_page
@require_safe
def cohort_export(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Downloads the group as CSV."""
    found = visible_cohort(request, cohort_id)
    members = found.members.values_list("user", flat=True)
    access.record(by=user_of(request), whose=members, kind=kinds.FILE_OF_GROUP)
    return HttpResponse(
        export.cohort_csv(found, request),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, export.file_name(found)) or "",
            "X-Content-Type-Options": "nosniff",
        },
    )
