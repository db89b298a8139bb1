"""A list of people from a spreadsheet, shown row by row before anybody is invited."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from courses.coursework import rules
from courses.coursework.errors import CourseworkError, NotPermittedError
from courses.coursework.forms import ConfirmPeopleForm, PeopleListForm
from courses.coursework.models import Cohort
from courses.coursework.people_lists import Cells, PeopleList, people_list, rows_of_file, rows_of_text
from courses.coursework.views.groups import form_page, trail, visible_cohort
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def members_list(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Asks for a spreadsheet; by POST shows what it holds. Nobody is invited before that is confirmed."""
    cohort = visible_cohort(request, cohort_id)
    if not rules.may_organise(user_of(request), cohort):
        raise Http404
    form = PeopleListForm(request.POST, request.FILES) if request.method == "POST" else PeopleListForm()
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            rows = rows_of_file(file) if file else rows_of_text(form.cleaned_data["rows"])
            return preview_page(request, cohort, rows)
        except NotPermittedError:
            raise Http404 from None
        except CourseworkError as error:
            form.add_service_error(error)
    context = {"breadcrumbs": trail(cohort), "cohort": cohort, "cancel_url": _page_of(cohort)}
    return form_page(request, "coursework/pages/people_list_form.html", form, context)


def preview_page(request: HttpRequest, cohort: Cohort, rows: Iterable[Cells]) -> HttpResponse:
    """What each row would do, and the button that does it. Raises the errors of ``people_list``."""
    found = people_list(by=user_of(request), cohort=cohort, rows=rows)
    context = {
        "breadcrumbs": trail(cohort),
        "cohort": cohort,
        "people": found,
        "form": _confirmation(request, found) if found.addresses else None,
        "add_url": reverse("coursework:members_add", args=[cohort.pk]),
        "again_url": reverse("coursework:members_list", args=[cohort.pk]),
        "cancel_url": _page_of(cohort),
    }
    return render(request, "coursework/pages/people_list.html", context)


def _confirmation(request: HttpRequest, found: PeopleList) -> ConfirmPeopleForm:
    may_add = rules.may_manage(user_of(request))
    return ConfirmPeopleForm(initial={"addresses": ", ".join(found.addresses)}, may_add=may_add)


def _page_of(cohort: Cohort) -> str:
    return f"{reverse('coursework:cohort', args=[cohort.pk])}#osoby"
