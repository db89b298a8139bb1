"""Pages of a trainer about the tasks of a group: set, change, close, reopen, delete."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.coursework import rules, services
from courses.coursework.errors import (
    CourseworkError,
    InvalidAssignmentError,
    NotPermittedError,
    SubmissionsExistError,
)
from courses.coursework.forms import AssignmentForm, LessonAssignmentForm, WrittenAssignmentForm
from courses.coursework.models import Assignment, Cohort
from courses.coursework.views.groups import form_page, trail, visible_cohort
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of


def _led_cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    """The group for one of its trainers; coordinators see it but set no assignments."""
    found = visible_cohort(request, cohort_id)
    if not rules.trains(user_of(request), found):
        raise PermissionDenied
    return found


def _assignment(request: HttpRequest, cohort_id: int, assignment_id: int) -> Assignment:
    found = _led_cohort(request, cohort_id)
    assignments = Assignment.objects.with_lessons().select_related("cohort")
    return get_object_or_404(assignments, pk=assignment_id, cohort=found)


@staff_page
@require_safe
def assignment_create(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Asks which kind of task to set."""
    found = _led_cohort(request, cohort_id)
    context = {
        "breadcrumbs": trail(found),
        "cohort": found,
        "lesson_url": reverse("coursework:assignment_create_lesson", args=[found.pk]),
        "written_url": reverse("coursework:assignment_create_written", args=[found.pk]),
        "cancel_url": reverse("coursework:cohort", args=[found.pk]),
    }
    return render(request, "coursework/pages/assignment_kind.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_create_lesson(request: HttpRequest, cohort_id: int) -> HttpResponse:
    found = _led_cohort(request, cohort_id)
    return _assignment_page(request, found, LessonAssignmentForm(request.POST or None, cohort=found, request=request))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_create_written(request: HttpRequest, cohort_id: int) -> HttpResponse:
    found = _led_cohort(request, cohort_id)
    return _assignment_page(request, found, WrittenAssignmentForm(request.POST or None))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    """Changes a task, whose kind and lesson stay; links to closing and deleting it."""
    found = _assignment(request, cohort_id, assignment_id)
    initial = {"title": found.title, "instructions": found.instructions, "due_at": found.due_at}
    written = found.kind == Assignment.Kind.WRITTEN
    form = (WrittenAssignmentForm if written else AssignmentForm)(request.POST or None, initial=initial)
    return _assignment_page(request, found.cohort, form, found)


def _assignment_page(
    request: HttpRequest, cohort: Cohort, form: AssignmentForm, assignment: Assignment | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.set_assignment(
                by=user_of(request),
                cohort=cohort,
                lesson=assignment.lesson if assignment else form.chosen_lesson(),
                title=data.get("title", ""),
                instructions=data.get("instructions", ""),
                due_at=data["due_at"],
                assignment=assignment,
            )
        except NotPermittedError:
            raise Http404 from None
        except CourseworkError as error:
            form.add_service_error(error)
        else:
            said = _("Set: %(title)s. Everyone in the group sees it.") % {"title": made.name}
            messages.success(request, _("The changes are saved.") if assignment else said)
            return redirect("coursework:cohort", cohort.pk)
    context = {
        "breadcrumbs": trail(cohort),
        "cohort": cohort,
        "assignment": assignment,
        "can_delete": assignment is not None and not assignment.submissions.filter(submitted_at__isnull=False).exists(),
        "kind_url": reverse("coursework:assignment_create", args=[cohort.pk]),
        "cancel_url": reverse("coursework:cohort", args=[cohort.pk]),
    }
    return form_page(request, "coursework/pages/assignment_form.html", form, context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_close(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    """Asks for confirmation and says what stays; closes by POST."""
    found = _assignment(request, cohort_id, assignment_id)
    if request.method != "POST":
        return render(request, "coursework/pages/assignment_close.html", _touched(found))
    try:
        services.close_assignment(by=user_of(request), assignment=found)
    except NotPermittedError:
        raise Http404 from None
    messages.success(request, _("The task is closed: %(title)s. You can open it again.") % {"title": found.name})
    return redirect("coursework:cohort", found.cohort_id)


@staff_page
@require_POST
def assignment_reopen(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    found = _assignment(request, cohort_id, assignment_id)
    try:
        services.reopen_assignment(by=user_of(request), assignment=found)
    except NotPermittedError:
        raise Http404 from None
    except InvalidAssignmentError as error:
        messages.error(request, str(error))
        return redirect("coursework:assignment_edit", found.cohort_id, found.pk)
    messages.success(request, _("The task is open again: %(title)s.") % {"title": found.name})
    return redirect("coursework:cohort", found.cohort_id)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_delete(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    """Names what deleting touches and asks; where something was handed in it offers to close the task instead."""
    found = _assignment(request, cohort_id, assignment_id)
    page = reverse("coursework:cohort", args=[found.cohort_id])
    if request.method != "POST":
        return render(request, "coursework/pages/assignment_delete.html", _touched(found))
    try:
        services.delete_assignment(by=user_of(request), assignment=found)
    except NotPermittedError:
        raise Http404 from None
    except SubmissionsExistError as error:
        messages.error(request, str(error))
        return redirect("coursework:assignment_delete", found.cohort_id, found.pk)
    messages.success(request, _("The task is deleted: %(title)s.") % {"title": found.name})
    return redirect(page)


def _touched(assignment: Assignment) -> dict[str, object]:
    """What closing or deleting the task touches, for the pages that ask."""
    cohort = assignment.cohort
    submissions = assignment.submissions
    return {
        "breadcrumbs": trail(cohort),
        "cohort": cohort,
        "assignment": assignment,
        "members_count": cohort.members.count(),
        "handed_in_count": submissions.filter(submitted_at__isnull=False).count(),
        "drafts_count": submissions.filter(submitted_at=None).exclude(draft_text="").count(),
        "extensions_count": assignment.extensions.count(),
        "close_url": reverse("coursework:assignment_close", args=[cohort.pk, assignment.pk]),
        "cancel_url": reverse("coursework:assignment_edit", args=[cohort.pk, assignment.pk]),
    }
