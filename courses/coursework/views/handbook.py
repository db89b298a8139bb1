"""The handbook of trainers and coordinators, who have no access to the admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.coursework.views.groups import trail
from courses.coursework.views.permissions import staff_page
from editing.handbook import TRAINERS, text_of


@staff_page
@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """The text without links to those in the admin, which few trainers may open."""
    text = text_of(TRAINERS, address_of=lambda _label: "")
    context = {"text": text, "headings": text.headings, "breadcrumbs": trail(), "here": str(TRAINERS.label)}
    return render(request, "coursework/pages/handbook.html", context)
