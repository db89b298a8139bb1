"""Pages of a group for trainers and coordinators: create, change, show, set assignments."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.models import Course, Programme
from courses.coursework import rules, services
from courses.coursework.cards import AssignmentCard
from courses.coursework.errors import CourseworkError, NotPermittedError
from courses.coursework.forms import AddMembersForm, AssignmentForm, CohortForm
from courses.coursework.models import Assignment, Cohort, CohortInvitation, Submission
from courses.coursework.standing import Standing, standings
from courses.coursework.states import CLOSED_LABEL
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of
from publishing.links import Link

INVALID = 422


def visible_cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    """Returns the group, or raises ``Http404`` for users who may not see it."""
    cohorts = Cohort.objects.visible_to(user_of(request)).select_related("course", "programme")
    return get_object_or_404(cohorts, pk=cohort_id)


def trail(cohort: Cohort | None = None) -> list[Link]:
    """The breadcrumbs of a page of groups, or of one group."""
    trail = [Link(_("Groups"), reverse("coursework:queue"))]
    if cohort is not None:
        trail.append(Link(cohort.name, reverse("coursework:cohort", args=[cohort.pk])))
    return trail


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_create(request: HttpRequest) -> HttpResponse:
    form = CohortForm(request.POST or None, choose_trainers=rules.may_manage(user_of(request)))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        subject = data["subject"]
        try:
            cohort = services.create_cohort(
                by=user_of(request),
                name=data["name"],
                course=subject if isinstance(subject, Course) else None,
                programme=subject if isinstance(subject, Programme) else None,
                starts=data["starts"],
                ends=data["ends"],
                trainers=data.get("trainers", ()),
            )
        except NotPermittedError:
            raise PermissionDenied from None
        except CourseworkError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The group is made. Now add people."))
            return redirect("coursework:cohort", cohort.pk)
    return _form_page(
        request,
        "coursework/pages/cohort_form.html",
        form,
        {"breadcrumbs": trail(), "cancel_url": reverse("coursework:queue")},
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_edit(request: HttpRequest, cohort_id: int) -> HttpResponse:
    cohort = visible_cohort(request, cohort_id)
    manages = rules.may_manage(user_of(request))
    initial: dict[str, Any] = {"name": cohort.name, "starts": cohort.starts, "ends": cohort.ends}
    if manages:
        initial["trainers"] = list(cohort.trainers.values_list("pk", flat=True))
    form = CohortForm(request.POST or None, initial=initial, choose_trainers=manages, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.update_cohort(
                by=user_of(request),
                cohort=cohort,
                name=data["name"],
                starts=data["starts"],
                ends=data["ends"],
                trainers=data.get("trainers"),
            )
        except NotPermittedError:
            raise Http404 from None
        except CourseworkError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("coursework:cohort", cohort.pk)
    context = {
        "breadcrumbs": trail(cohort),
        "cohort": cohort,
        "cancel_url": reverse("coursework:cohort", args=[cohort.pk]),
    }
    return _form_page(request, "coursework/pages/cohort_form.html", form, context)


def _form_page(request: HttpRequest, template: str, form: Form, context: Mapping[str, object]) -> HttpResponse:
    status = INVALID if form.is_bound else 200
    return render(request, template, {**context, "form": form}, status=status)


@staff_page
@require_safe
def cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Shows a group: members with their progress, invitations and assignments."""
    return cohort_page(request, visible_cohort(request, cohort_id))


def left_key(cohort: Cohort) -> str:
    """The session key for the addresses that could not be invited."""
    return f"coursework.left.{cohort.pk}"


def cohort_page(request: HttpRequest, cohort: Cohort, form: AddMembersForm | None = None) -> HttpResponse:
    """Renders the page of a group; ``form`` is one with errors."""
    status = INVALID
    if form is None:
        # Addresses not invited because of a limit are filled in again at the next visit.
        left = request.session.pop(left_key(cohort), "")
        form = AddMembersForm(initial={"addresses": left}, may_add=rules.may_manage(user_of(request)))
        status = HTTPStatus.OK
    return render(request, "coursework/pages/cohort_detail.html", _cohort_context(request, cohort, form), status=status)


def _cohort_context(request: HttpRequest, cohort: Cohort, form: AddMembersForm) -> dict[str, object]:
    trains = rules.trains(user_of(request), cohort)
    people = standings([cohort], request)
    subject = cohort.course or cohort.programme
    # Invited addresses are shown without any data of their owners.
    shown = (CohortInvitation.State.PENDING, CohortInvitation.State.DECLINED)
    return {
        "breadcrumbs": trail(),
        "cohort": cohort,
        "subject_url": subject.get_url(request) if subject else "",
        "trainers": [trainer.display_name for trainer in cohort.trainers.all()],
        "add_assignment_url": reverse("coursework:assignment_create", args=[cohort.pk]) if trains else "",
        "assignments": _assignment_cards(cohort, people, trains=trains),
        "members": [person.as_card() for person in people],
        "invitations": list(cohort.invitations.filter(state__in=shown)),
        "add_member_form": form,
        "add_member_url": reverse("coursework:members_add", args=[cohort.pk]),
    }


def _assignment_cards(cohort: Cohort, people: list[Standing], *, trains: bool) -> list[AssignmentCard]:
    members = {person.user.pk for person in people}
    submissions: dict[int, list[Submission]] = {}
    handed_in = Submission.objects.filter(assignment__cohort=cohort, submitted_at__isnull=False)
    for submission in handed_in.select_related("user").order_by("user__last_name", "user__first_name", "pk"):
        submissions.setdefault(submission.assignment_id, []).append(submission)
    cards = []
    for item in cohort.assignments.select_related("lesson__page_ptr").defer("lesson__body", "lesson__body_html"):
        own = submissions.get(item.pk, [])
        if item.lesson is not None:
            done_count = sum(person.completed_lesson(item.lesson) for person in people)
        else:
            done_count = sum(submission.user_id in members for submission in own)
        cards.append(
            AssignmentCard(
                assignment=item,
                url=reverse("coursework:assignment_edit", args=[cohort.pk, item.pk]) if trains else "",
                closed_label=CLOSED_LABEL if item.is_closed else "",
                done_count=done_count,
                members_count=len(people),
                submissions=own if trains else [],
            )
        )
    return cards


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_create(request: HttpRequest, cohort_id: int) -> HttpResponse:
    return _assignment_page(request, visible_cohort(request, cohort_id), None)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: HttpRequest, cohort_id: int, assignment_id: int) -> HttpResponse:
    found = visible_cohort(request, cohort_id)
    return _assignment_page(request, found, get_object_or_404(Assignment, pk=assignment_id, cohort=found))


def _assignment_page(request: HttpRequest, cohort: Cohort, assignment: Assignment | None) -> HttpResponse:
    if not rules.trains(user_of(request), cohort):
        # Coordinators see the group but set no assignments.
        raise PermissionDenied
    initial = (
        {"title": assignment.title, "instructions": assignment.instructions, "due_at": assignment.due_at}
        if assignment
        else {}
    )
    form = AssignmentForm(request.POST or None, initial=initial, cohort=cohort, request=request, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.set_assignment(
                by=user_of(request),
                cohort=cohort,
                lesson=form.chosen_lesson(),
                title=form.cleaned_data.get("title", ""),
                instructions=form.cleaned_data.get("instructions", ""),
                due_at=form.cleaned_data["due_at"],
                assignment=assignment,
            )
        except NotPermittedError:
            raise Http404 from None
        except CourseworkError as error:
            form.add_service_error(error)
        else:
            done = _("The changes are saved.") if assignment else _("Set: %(title)s. Everyone in the group sees it.")
            messages.success(request, done % {"title": made.name} if not assignment else done)
            return redirect("coursework:cohort", cohort.pk)
    context = {
        "breadcrumbs": trail(cohort),
        "cohort": cohort,
        "assignment": assignment,
        "cancel_url": reverse("coursework:cohort", args=[cohort.pk]),
    }
    return _form_page(request, "coursework/pages/assignment_form.html", form, context)
