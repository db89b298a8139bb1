"""Pages of groups for trainers and coordinators: list all, create, change, show one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.models import Course, Programme
from courses.coursework import access as kinds
from courses.coursework import rules, services
from courses.coursework.cards import AssignmentCard
from courses.coursework.cohort_list import all_cohorts
from courses.coursework.errors import CourseworkError, NotPermittedError
from courses.coursework.forms import AddMembersForm, CohortForm
from courses.coursework.members import finished_members, members_progress
from courses.coursework.models import Assignment, Cohort, CohortInvitation, Submission
from courses.coursework.paging import paging, with_query
from courses.coursework.task_states import TaskState, task_states
from courses.coursework.trainers import able_to_run
from courses.coursework.views.permissions import staff_page
from people import access
from people.current_user import user_of
from publishing.links import Link, fields_of

A_PAGE = 50
"""Members on a page."""

MESSAGES_SHOWN = 20


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
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    """Lists all groups for a coordinator: who runs them, how far they are, what waits."""
    if not rules.may_manage(user_of(request)):
        raise PermissionDenied
    listed = all_cohorts(shown=request.GET.get("pokaz", ""), page=request.GET.get("strona", "1"))
    context = {**fields_of(listed), "create_url": reverse("coursework:cohort_create")}
    return render(request, "coursework/pages/cohort_list.html", context)


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
    return form_page(
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
    return form_page(request, "coursework/pages/cohort_form.html", form, context)


def form_page(request: HttpRequest, template: str, form: Form, context: Mapping[str, object]) -> HttpResponse:
    """Renders a page with a form; a bound form is one with errors."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, template, {**context, "form": form}, status=status)


@staff_page
@require_safe
def cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Shows a group: members with their progress, invitations and assignments."""
    return cohort_page(request, visible_cohort(request, cohort_id))


def left_key(cohort: Cohort) -> str:
    """The session key for the addresses that could not be invited."""
    return f"coursework.left.{cohort.pk}"


def outcome_key(cohort: Cohort) -> str:
    """The session key for what happened to each address that was added last, shown once."""
    return f"coursework.outcome.{cohort.pk}"


def cohort_page(request: HttpRequest, cohort: Cohort, form: AddMembersForm | None = None) -> HttpResponse:
    """Renders the page of a group; ``form`` is one with errors."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form is None:
        # Addresses not invited because of a limit are filled in again at the next visit.
        left = request.session.pop(left_key(cohort), "")
        form = AddMembersForm(initial={"addresses": left}, may_add=rules.may_manage(user_of(request)))
        status = HTTPStatus.OK
    return render(request, "coursework/pages/cohort_detail.html", _cohort_context(request, cohort, form), status=status)


def _cohort_context(request: HttpRequest, cohort: Cohort, form: AddMembersForm) -> dict[str, object]:
    trains = rules.trains(user_of(request), cohort)
    states = task_states([cohort])
    members = list(cohort.members.values_list("user", flat=True))
    listed = Paginator(members, A_PAGE).get_page(request.GET.get("strona", "1"))
    selected = request.GET.get("zaznacz") == "wszystkie"
    assignments = _assignment_cards(
        cohort,
        [states.of(cohort.pk, user) for user in members],
        states.assignments.get(cohort.pk, []),
        trains=trains,
    )
    authors = (submission.user_id for card in assignments for submission in card.submissions)
    access.record(by=user_of(request), whose=[*listed, *authors], kind=kinds.GROUP)
    url = reverse("coursework:cohort", args=[cohort.pk])
    subject = cohort.course or cohort.programme
    # Invited addresses are shown without any data of their owners.
    shown = (CohortInvitation.State.PENDING, CohortInvitation.State.DECLINED)
    return {
        "breadcrumbs": trail(),
        "cohort": cohort,
        "subject_url": subject.get_url(request) if subject else "",
        "trainers": [trainer.display_name for trainer in able_to_run().filter(cohorts_led=cohort)],
        "add_assignment_url": reverse("coursework:assignment_create", args=[cohort.pk]) if trains else "",
        "questions_url": reverse("coursework:cohort_questions", args=[cohort.pk]) if trains else "",
        "assignments": assignments,
        "members_count": len(members),
        "finished_count": finished_members([cohort])[cohort.pk],
        "members": [
            person.as_card(selected=selected) for person in members_progress([cohort], request, users=list(listed))
        ],
        "selected": selected,
        "select_url": with_query(url, strona=listed.number, zaznacz="" if selected else "wszystkie") + "#osoby",
        "paging": paging(listed, lambda number: with_query(url, strona=number) + "#osoby"),
        "invitations": list(cohort.invitations.filter(state__in=shown)),
        "messages_sent": list(cohort.messages.select_related("sender")[:MESSAGES_SHOWN]),
        "outcome": request.session.pop(outcome_key(cohort), ()),
        "add_member_form": form,
        "add_member_url": reverse("coursework:members_add", args=[cohort.pk]),
        "people_list_url": reverse("coursework:members_list", args=[cohort.pk]),
    }


def _assignment_cards(
    cohort: Cohort, tasks: list[list[TaskState]], assignments: list[Assignment], *, trains: bool
) -> list[AssignmentCard]:
    submissions = _submissions_listed(cohort, len(tasks)) if trains else {}
    return [
        AssignmentCard(
            assignment=item,
            url=reverse("coursework:assignment_edit", args=[cohort.pk, item.pk]) if trains else "",
            done_count=sum(own[place].done for own in tasks),
            members_count=len(tasks),
            submissions=submissions.get(item.pk, []),
        )
        for place, item in enumerate(assignments)
    ]


def _submissions_listed(cohort: Cohort, members_count: int) -> dict[int, list[Submission]]:
    """The submissions to list at each assignment: in a large group those of former members, whom no table shows."""
    handed_in = Submission.objects.filter(assignment__cohort=cohort, submitted_at__isnull=False)
    if members_count > A_PAGE:
        handed_in = handed_in.exclude(user__in=cohort.members.order_by().values("user"))
    submissions: dict[int, list[Submission]] = {}
    for submission in handed_in.select_related("user").order_by("user__last_name", "user__first_name", "pk"):
        submissions.setdefault(submission.assignment_id, []).append(submission)
    return submissions
