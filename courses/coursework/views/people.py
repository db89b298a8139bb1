"""The page of a member of a group, and a later due date for them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.coursework import access as kinds
from courses.coursework import rules, services
from courses.coursework.errors import CourseworkError, NotPermittedError
from courses.coursework.forms import ExtensionForm
from courses.coursework.member_record import member_record
from courses.coursework.models import Assignment, Cohort, CohortMember, Extension
from courses.coursework.views.groups import form_page, trail, visible_cohort
from courses.coursework.views.permissions import record_page
from people import access
from people.current_user import user_of
from people.models import User
from publishing.links import Link, fields_of


def _membership(cohort: Cohort, user_id: int) -> CohortMember:
    members = CohortMember.objects.select_related("user__organisation", "attended_by")
    return get_object_or_404(members, cohort=cohort, user=user_id)


def _member(cohort: Cohort, user_id: int) -> User:
    return _membership(cohort, user_id).user


@record_page
@require_safe
def member(request: HttpRequest, cohort_id: int, user_id: int) -> HttpResponse:
    """Shows a member: progress, tasks and messages; to a trainer of the group also answers and reviews."""
    found = visible_cohort(request, cohort_id)
    reader = user_of(request)
    membership = _membership(found, user_id)
    person = membership.user
    access.record(by=reader, whose=[person.pk], kind=kinds.MEMBER)
    context = {
        **fields_of(member_record(found, person, request, reader=reader)),
        "breadcrumbs": trail(found),
        "cohort": found,
        "person": person,
        "membership": membership,
        "trains": rules.trains(reader, found),
        "write_url": f"{reverse('coursework:message', args=[found.pk])}?osoba={person.pk}",
        "remove_url": reverse("coursework:member_remove", args=[found.pk, person.pk]),
    }
    return render(request, "coursework/pages/member.html", context)


@record_page
@require_POST
def attendance(request: HttpRequest, cohort_id: int, user_id: int) -> HttpResponse:
    """Confirms the attendance of a member, or takes the confirmation back."""
    cohort = visible_cohort(request, cohort_id)
    person, confirmed = _member(cohort, user_id), request.POST.get("action") != "withdraw"
    try:
        services.confirm_attendance(by=user_of(request), cohort=cohort, user=person, confirmed=confirmed)
    except NotPermittedError:
        raise PermissionDenied from None
    text = _("The attendance of %(person)s is confirmed.") if confirmed else _("The confirmation is taken back.")
    messages.success(request, text % _named(person))
    return redirect("coursework:member", cohort.pk, person.pk)


@record_page
@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, cohort_id: int, assignment_id: int, user_id: int) -> HttpResponse:
    """Gives one person a later due date, changes it or takes it back."""
    cohort = visible_cohort(request, cohort_id)
    if not rules.trains(user_of(request), cohort):
        raise PermissionDenied
    person = _member(cohort, user_id)
    access.record(by=user_of(request), whose=[person.pk], kind=kinds.MEMBER)
    assignments = Assignment.objects.with_lessons().select_related("cohort")
    assignment = get_object_or_404(assignments, pk=assignment_id, cohort=cohort)
    known = Extension.objects.filter(assignment=assignment, user=person).first()
    initial = {"due_at": known.due_at if known else assignment.due_at, "reason": known.reason if known else ""}
    form = ExtensionForm(request.POST or None, initial=initial)
    page = reverse("coursework:member", args=[cohort.pk, person.pk])
    if request.method == "POST" and _save(request, assignment, person, form):
        return redirect(page)
    context = {
        "breadcrumbs": [*trail(cohort), Link(person.display_name, page)],
        "cohort": cohort,
        "person": person,
        "assignment": assignment,
        "extension": known,
        "cancel_url": page,
    }
    return form_page(request, "coursework/pages/extension.html", form, context)


def _save(request: HttpRequest, assignment: Assignment, person: User, form: ExtensionForm) -> bool:
    """Does what the form asks for and returns True; else adds the errors to it."""
    try:
        if request.POST.get("action") == "withdraw":
            services.withdraw_extension(by=user_of(request), assignment=assignment, user=person)
            messages.success(request, _("The due date for everyone holds again for %(person)s.") % _named(person))
            return True
        if not form.is_valid():
            return False
        services.give_extension(by=user_of(request), assignment=assignment, user=person, **form.cleaned_data)
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        form.add_service_error(error)
        return False
    messages.success(request, _("%(person)s has a later due date and sees it in “My learning”.") % _named(person))
    return True


def _named(person: User) -> dict[str, str]:
    return {"person": person.display_name}
