"""Pages of the trainer: the queue of submissions, and the review of one."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.coursework import access as kinds
from courses.coursework import queue, rules, services
from courses.coursework.cards import RoundCard
from courses.coursework.cohort_list import cohort_cards
from courses.coursework.errors import CourseworkError, NotPermittedError, UndoRefusedError, WrongStateError
from courses.coursework.forms import CorrectionForm, ReviewForm, UndoForm
from courses.coursework.lateness import days_late, is_late
from courses.coursework.models import Cohort, Review, SavedComment, Submission
from courses.coursework.states import DECIDED, Decision, State
from courses.coursework.support import needing_support
from courses.coursework.views.groups import cohorts, trail
from courses.coursework.views.permissions import staff_page
from courses.coursework.views.rounds import instructions_html, rounds_of
from people import access
from people.current_user import user_of
from publishing.links import fields_of

WORK = "#praca"
"""The fragment of the heading of a submission."""

UNDONE = "undone_review"
"""In the session: the submission and the comment of the last review that was undone, until the next decision on it."""


@staff_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Shows a trainer the queue, learners who need support and their groups; a coordinator all groups."""
    user = user_of(request)
    if not rules.may_run(user):
        return cohorts(request)
    shown = queue.queue_of(user, shown=request.GET.get("pokaz", ""), page=request.GET.get("strona", "1"))
    stuck = needing_support(user, request)
    access.record(
        by=user,
        whose=[*(row.submission.user_id for row in shown.rows), *(card.user.pk for card in stuck)],
        kind=kinds.QUEUE,
    )
    context = {
        **fields_of(shown),
        "cohorts": cohort_cards(Cohort.objects.led_by(user)),
        "create_url": reverse("coursework:cohort_create"),
        "all_cohorts_url": reverse("coursework:cohorts") if rules.may_manage(user) else "",
        "stuck": stuck,
        "undo": queue.undo_of(user),
    }
    return render(request, "coursework/pages/queue.html", context)


def _readable_submission(request: HttpRequest, submission_id: int) -> Submission:
    submissions = (
        Submission.objects.readable_by(user_of(request))
        .with_lateness()
        .select_related("user__organisation", "assignment__cohort")
    )
    submission = get_object_or_404(submissions, pk=submission_id)
    access.record(by=user_of(request), whose=[submission.user_id], kind=kinds.SUBMISSION)
    return submission


def _work_url(submission: Submission) -> str:
    """The page of a submission; its fragment puts the focus on the heading."""
    return reverse("coursework:review", args=[submission.pk]) + WORK


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Shows one submission and records the decision; then redirects to the next one in the queue.

    Two buttons of the form decide nothing: one inserts a saved comment, the other saves the comment.
    """
    user = user_of(request)
    submission = _readable_submission(request, submission_id)
    status, form = HTTPStatus.OK, None
    if request.method == "POST":
        act = {"insert": _insert_saved, "save": _save_comment}.get(request.POST.get("action", ""))
        form = _form(request)
        if act is not None:
            status, form = act(request, form)
        else:
            status = _decide(request, submission, form)
            if status == HTTPStatus.OK:
                following = queue.next_waiting(user, after=submission)
                return redirect(_work_url(following) if following else reverse("coursework:queue"))
        submission.refresh_from_db(fields=["state", "submitted_at"])
    rounds = rounds_of(submission)
    own = submission.user_id == user.pk
    can_decide = submission.state == State.SUBMITTED and not own and not submission.user.anonymised_at
    if form is None and can_decide:
        initial = {"round": rounds[0].number, "comment": _undone_comment(request, submission)}
        form = _form(request, initial=initial)
    if form is not None and status == HTTPStatus.CONFLICT:
        # The version that is shown now is the one that the next decision is on.
        form.data = {**request.POST.dict(), "round": str(rounds[0].number)}
    following = queue.next_waiting(user, after=submission)
    decided = submission.state in DECIDED
    context = {
        **_submission_context(submission, rounds),
        "form": form,
        "can_decide": can_decide,
        "place": queue.place_of(submission, user),
        "undo": (queue.undo_of(user, submission=submission) if decided else None) or queue.undo_of(user),
        "correct_url": reverse("coursework:review_correct", args=[submission.pk]) if decided and not own else "",
        "next_url": _work_url(following) if following else "",
    }
    return render(request, "coursework/pages/review.html", context, status=status)


def _form(request: HttpRequest, *, initial: dict[str, object] | None = None) -> ReviewForm:
    """A bound form, or with ``initial`` one to fill in."""
    saved = list(SavedComment.objects.filter(trainer=user_of(request)))
    return ReviewForm(request.POST, saved=saved) if initial is None else ReviewForm(initial=initial, saved=saved)


def _insert_saved(request: HttpRequest, form: ReviewForm) -> tuple[HTTPStatus, ReviewForm]:
    form.insert_saved()
    form.start_in_comment()
    return (HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY), form


def _save_comment(request: HttpRequest, form: ReviewForm) -> tuple[HTTPStatus, ReviewForm]:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY, form
    try:
        services.save_comment(by=user_of(request), text=form.cleaned_data["comment"])
    except CourseworkError as error:
        form.add_service_error(error)
        return HTTPStatus.UNPROCESSABLE_ENTITY, form
    messages.success(request, _("The comment is saved: from now on you can choose it in every review."))
    again = _form(request)  # with the new one among the choices
    again.start_in_comment()
    return HTTPStatus.OK, again


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Undoes a decision and opens its form again, with the comment."""
    submission = _readable_submission(request, submission_id)
    page = redirect(_work_url(submission))
    if request.method != "POST":
        return page
    form = UndoForm(request.POST)
    known = None
    if form.is_valid():
        reviews = Review.objects.select_related("round").filter(round__submission=submission)
        known = reviews.filter(pk=form.cleaned_data["review"]).first()
    if known is None:
        messages.error(request, _("This decision is undone already."))
        return page
    try:
        services.undo_review(by=user_of(request), review=known)
    except NotPermittedError:
        raise Http404 from None
    except UndoRefusedError as error:
        messages.error(request, str(error))
        return page
    request.session[UNDONE] = {"submission": submission.pk, "comment": known.comment}
    text = _("Undone: %(person)s waits for your decision again.")
    messages.success(request, text % {"person": submission.user.display_name})
    return page


def _undone_comment(request: HttpRequest, submission: Submission) -> str:
    """The comment of the review of this submission that was undone last; empty where there is none."""
    undone = request.session.get(UNDONE, {})
    return str(undone["comment"]) if undone.get("submission") == submission.pk else ""


def _submission_context(submission: Submission, rounds: list[RoundCard]) -> dict[str, object]:
    annotated: Any = submission
    return {
        "breadcrumbs": trail(submission.assignment.cohort),
        "submission": submission,
        "late": is_late(annotated.first_submitted_at, annotated.person_due_at),
        "late_days": days_late(annotated.first_submitted_at, annotated.person_due_at),
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
    status, form = HTTPStatus.OK, None
    page = redirect("coursework:review", submission.pk)
    if request.method == "POST":
        form = CorrectionForm(request.POST)
        status = _correct(request, submission, form)
        if status == HTTPStatus.OK:
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
    can_correct = submission.state in DECIDED
    if status == HTTPStatus.CONFLICT and last is not None:
        # The decision that is shown now is the one that the next correction replaces.
        form.data = {**request.POST.dict(), "review": str(last.pk)}
    context = {
        **_submission_context(submission, rounds),
        "form": form,
        "can_correct": can_correct,
        "cancel_url": reverse("coursework:review", args=[submission.pk]),
    }
    return render(request, "coursework/pages/review_correct.html", context, status=status)


def _correct(request: HttpRequest, submission: Submission, form: CorrectionForm) -> HTTPStatus:
    """Records a correction. Returns the HTTP status: 200, or 409 or 422 with the errors in ``form``."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
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
        return HTTPStatus.CONFLICT if isinstance(error, WrongStateError) else HTTPStatus.UNPROCESSABLE_ENTITY
    text = _("The decision is corrected: %(person)s, %(title)s.")
    messages.success(request, text % {"person": submission.user.display_name, "title": submission.assignment.title})
    return HTTPStatus.OK


def _decide(request: HttpRequest, submission: Submission, form: ReviewForm) -> HTTPStatus:
    """Records a decision. Returns the HTTP status: 200, or 409 or 422 with the errors in ``form``."""
    decision = request.POST.get("decision", "")
    if decision not in Decision.values:
        form.add_error(None, _("Choose what to do with the submission: accept it, return it or do not pass it."))
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    reviewed = submission.rounds.filter(number=form.cleaned_data["round"]).first()
    if reviewed is None:
        raise Http404
    try:
        services.review(
            by=user_of(request), round=reviewed, decision=Decision(decision), comment=form.cleaned_data["comment"]
        )
    except NotPermittedError:
        raise Http404 from None
    except CourseworkError as error:
        form.add_service_error(error)
        return HTTPStatus.CONFLICT if isinstance(error, WrongStateError) else HTTPStatus.UNPROCESSABLE_ENTITY
    if request.session.get(UNDONE, {}).get("submission") == submission.pk:
        del request.session[UNDONE]
    return HTTPStatus.OK
