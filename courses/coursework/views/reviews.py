"""The trainer's queue, and one work read and decided on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.coursework import queue, rules, services
from courses.coursework.errors import CommentRequiredError, NotPermittedError, WrongStateError
from courses.coursework.forms import ReviewForm
from courses.coursework.models import Submission
from courses.coursework.standing import needing_support
from courses.coursework.states import Decision, State
from courses.coursework.views.access import staff_page
from courses.coursework.views.rounds import instructions_html, rounds_of
from people.access import user_of

INVALID, CONFLICT = 422, 409


@staff_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For a trainer what waits, who is stuck and their groups; for a coordinator the groups alone."""
    user = user_of(request)
    context: dict[str, Any] = {
        "cohorts": queue.cohort_entries(user),
        "create_url": reverse("coursework:cohort_create"),
    }
    if not rules.may_run(user):
        return render(request, "coursework/pages/cohort_list.html", context)
    context |= queue.queue_of(user, shown=request.GET.get("pokaz", ""), page=request.GET.get("strona", "1"))
    context["stuck"] = needing_support(user, request)
    return render(request, "coursework/pages/queue.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One work: read, decide, go on with the next one that waits."""
    user = user_of(request)
    works = Submission.objects.readable_by(user).select_related("user__organisation", "assignment__cohort")
    submission = get_object_or_404(works, pk=submission_id)
    status, form = 200, None
    if request.method == "POST":
        form = ReviewForm(request.POST)
        status = _decide(request, submission, form)
        if status == 200:
            following = queue.next_waiting(user, after=submission)
            return redirect("coursework:review", following.pk) if following else redirect("coursework:queue")
        submission.refresh_from_db(fields=["state", "submitted_at"])
    rounds = rounds_of(submission)
    if form is None and submission.state == State.SUBMITTED and submission.user_id != user.pk:
        form = ReviewForm(initial={"version": rounds[0]["number"]})
    following = queue.next_waiting(user, after=submission)
    context = {
        "breadcrumbs": [
            {"title": _("Groups"), "url": reverse("coursework:queue")},
            {
                "title": submission.assignment.cohort.name,
                "url": reverse("coursework:cohort", args=[submission.assignment.cohort_id]),
            },
        ],
        "submission": {
            "who": submission.user.display_name,
            "organisation": submission.user.organisation.name if submission.user.organisation else "",
            "title": submission.assignment.title,
            "state": submission.state,
            "state_label": State(submission.state).label,
            "due_at": submission.assignment.due_at,
        },
        "instructions_html": instructions_html(submission.assignment),
        "rounds": rounds,
        "form": form,
        "can_fail": True,
        "next_url": reverse("coursework:review", args=[following.pk]) if following else "",
    }
    return render(request, "coursework/pages/review.html", context, status=status)


def _decide(request: HttpRequest, submission: Submission, form: ReviewForm) -> int:
    """200 when the decision is recorded; otherwise what is wrong is in the form, beside what was typed."""
    decision = request.POST.get("decision", "")
    if decision not in Decision.values:
        form.add_error(None, _("Choose what to do with the work: accept it, return it or do not pass it."))
    if not form.is_valid():
        return INVALID
    version = submission.rounds.filter(number=form.cleaned_data["version"]).first()
    if version is None:
        raise Http404
    try:
        made = services.review(
            by=user_of(request), round=version, decision=Decision(decision), comment=form.cleaned_data["comment"]
        )
    except NotPermittedError:
        raise Http404 from None
    except CommentRequiredError as error:
        form.add_error("comment", str(error))
        return INVALID
    except WrongStateError as error:
        form.add_error(None, str(error))
        return CONFLICT
    said = {
        Decision.ACCEPTED: _("Accepted: %(person)s, %(title)s."),
        Decision.RETURNED: _("Returned for correction: %(person)s, %(title)s."),
        Decision.FAILED: _("Not passed: %(person)s, %(title)s."),
    }[Decision(made.decision)]
    messages.success(request, said % {"person": submission.user.display_name, "title": submission.assignment.title})
    return 200
