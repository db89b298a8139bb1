"""Pages of the trainer: the queue of submissions, and the review of one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.coursework import queue, rules, services
from courses.coursework.cards import RoundCard
from courses.coursework.cohort_list import cohort_cards
from courses.coursework.errors import CourseworkError, NotPermittedError, WrongStateError
from courses.coursework.forms import CorrectionForm, ReviewForm
from courses.coursework.models import Cohort, Review, Submission
from courses.coursework.states import DECIDED, Decision, State
from courses.coursework.support import needing_support
from courses.coursework.views.groups import cohorts, trail
from courses.coursework.views.permissions import staff_page
from courses.coursework.views.rounds import instructions_html, rounds_of
from people.current_user import user_of
from publishing.links import fields_of

INVALID, CONFLICT = 422, 409


@staff_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Shows a trainer the queue, learners who need support and their groups; a coordinator all groups."""
    user = user_of(request)
    if not rules.may_run(user):
        return cohorts(request)
    shown = queue.queue_of(user, shown=request.GET.get("pokaz", ""), page=request.GET.get("strona", "1"))
    context = {
        **fields_of(shown),
        "cohorts": cohort_cards(Cohort.objects.led_by(user)),
        "create_url": reverse("coursework:cohort_create"),
        "all_cohorts_url": reverse("coursework:cohorts") if rules.may_manage(user) else "",
        "stuck": needing_support(user, request),
    }
    return render(request, "coursework/pages/queue.html", context)


def _readable_submission(request: HttpRequest, submission_id: int) -> Submission:
    submissions = (
        Submission.objects.readable_by(user_of(request))
        .with_due()
        .select_related("user__organisation", "assignment__cohort")
    )
    return get_object_or_404(submissions, pk=submission_id)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Shows one submission and records the decision; then redirects to the next one in the queue."""
    user = user_of(request)
    submission = _readable_submission(request, submission_id)
    status, form = 200, None
    if request.method == "POST":
        form = ReviewForm(request.POST)
        status = _decide(request, submission, form)
        if status == 200:
            following = queue.next_waiting(user, after=submission)
            return redirect("coursework:review", following.pk) if following else redirect("coursework:queue")
        submission.refresh_from_db(fields=["state", "submitted_at"])
    rounds = rounds_of(submission)
    own = submission.user_id == user.pk
    if form is None and submission.state == State.SUBMITTED and not own and not submission.user.anonymised_at:
        form = ReviewForm(initial={"round": rounds[0].number})
    following = queue.next_waiting(user, after=submission)
    context = {
        **_submission_context(submission, rounds),
        "form": form,
        "correct_url": reverse("coursework:review_correct", args=[submission.pk])
        if submission.state in DECIDED and not own
        else "",
        "next_url": reverse("coursework:review", args=[following.pk]) if following else "",
    }
    return render(request, "coursework/pages/review.html", context, status=status)


def _submission_context(submission: Submission, rounds: list[RoundCard]) -> dict[str, object]:
    return {
        "breadcrumbs": trail(submission.assignment.cohort),
        "submission": submission,
        "instructions_html": instructions_html(submission.assignment),
        "rounds": rounds,
    }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Corrects the decision on a submission; the earlier one stays readable."""
    submission = _readable_submission(request, submission_id)
    if submission.user_id == user_of(request).pk:
        raise Http404
    status, form = 200, None
    page = redirect("coursework:review", submission.pk)
    if request.method == "POST":
        form = CorrectionForm(request.POST)
        status = _correct(request, submission, form)
        if status == 200:
            return page
        submission.refresh_from_db(fields=["state", "submitted_at"])
    rounds = rounds_of(submission)
    last = rounds[0].review
    if form is None:
        if submission.state not in DECIDED or last is None:
            return page
        form = CorrectionForm(
            initial={"decision": last.decision, "comment": last.comment, "review": last.pk},
        )
    context = {
        **_submission_context(submission, rounds),
        "form": form,
        "cancel_url": reverse("coursework:review", args=[submission.pk]),
    }
    return render(request, "coursework/pages/review_correct.html", context, status=status)


def _correct(request: HttpRequest, submission: Submission, form: CorrectionForm) -> int:
    """Records a correction. Returns the HTTP status: 200, or 409 or 422 with the errors in ``form``."""
    if not form.is_valid():
        return INVALID
    data = form.cleaned_data
    known = Review.objects.select_related("round").filter(pk=data["review"], round__submission=submission).first()
    if known is None:
        raise Http404
    try:
        services.correct_review(
            by=user_of(request),
            review=known,
            decision=Decision(data["decision"]),
            comment=data["comment"],
            reason=data["reason"],
        )
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        form.add_service_error(error)
        return CONFLICT if isinstance(error, WrongStateError) else INVALID
    text = _("The decision is corrected: %(person)s, %(title)s.")
    messages.success(request, text % {"person": submission.user.display_name, "title": submission.assignment.title})
    return 200


def _decide(request: HttpRequest, submission: Submission, form: ReviewForm) -> int:
    """Records a decision. Returns the HTTP status: 200, or 409 or 422 with the errors in ``form``."""
    decision = request.POST.get("decision", "")
    if decision not in Decision.values:
        form.add_error(None, _("Choose what to do with the submission: accept it, return it or do not pass it."))
    if not form.is_valid():
        return INVALID
    reviewed = submission.rounds.filter(number=form.cleaned_data["round"]).first()
    if reviewed is None:
        raise Http404
    try:
        made = services.review(
            by=user_of(request), round=reviewed, decision=Decision(decision), comment=form.cleaned_data["comment"]
        )
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        form.add_service_error(error)
        return CONFLICT if isinstance(error, WrongStateError) else INVALID
    said = {
        Decision.ACCEPTED: _("Accepted: %(person)s, %(title)s."),
        Decision.RETURNED: _("Returned for correction: %(person)s, %(title)s."),
        Decision.FAILED: _("Not passed: %(person)s, %(title)s."),
    }[Decision(made.decision)]
    messages.success(request, said % {"person": submission.user.display_name, "title": submission.assignment.title})
    return 200
