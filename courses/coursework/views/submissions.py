"""Pages of the learner: an assignment with its draft, rounds and reviews; and the download of files."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.coursework import access as kinds
from courses.coursework import files, services
from courses.coursework.due import state_label
from courses.coursework.errors import (
    CourseworkError,
    DraftChangedError,
    NotPermittedError,
    WrongStateError,
)
from courses.coursework.forms import SubmissionForm
from courses.coursework.lateness import is_late
from courses.coursework.models import Assignment, Submission, SubmissionRound
from courses.coursework.states import TODO, WRITABLE, State
from courses.coursework.views.rounds import instructions_html, rounds_of
from people import access
from people.current_user import sign_in_address, user_of
from people.returning import last_user
from publishing import limits
from publishing.links import Link

log = structlog.get_logger("coursework")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Shows a written assignment with the learner's own submission; POST saves the draft or submits a round.

    A text posted after the session has expired is stored until its author signs in again (``UnsentText``).
    """
    if request.method == "POST" and not request.user.is_authenticated:
        return _save_until_signed_in(request, assignment_id)
    return _own_submission_page(request, assignment_id)


def _save_until_signed_in(request: HttpRequest, assignment_id: int) -> HttpResponse:
    text, with_file = request.POST.get("text", ""), "file" in request.FILES
    page = reverse("coursework:submission", args=[assignment_id])
    if not text.strip():
        messages.warning(request, _("You are not signed in, so nothing was recorded. Sign in and do it once more."))
    elif _is_saved(request, assignment_id, text, with_file=with_file):
        messages.warning(
            request,
            _("Your session has ended, so the text was not sent. It is stored for an hour: sign in to find it."),
        )
    else:
        context = {"text": text, "with_file": with_file, "sign_in_url": sign_in_address(page)}
        return render(request, "coursework/pages/text_not_saved.html", context, status=HTTPStatus.FORBIDDEN)
    if with_file:
        messages.warning(request, _("The file is not stored: attach it again."))
    return redirect_to_login(page)


def _is_saved(request: HttpRequest, assignment_id: int, text: str, *, with_file: bool) -> bool:
    """Stores the text for the user who last signed in with this browser; returns whether it did.

    It does not where there is no such user, where they may not open the assignment, and where the limit is reached.
    """
    user = last_user(request)
    if user is None or not Assignment.objects.open_to(user).filter(pk=assignment_id).exists():
        return False
    if not limits.allowed(request, "unsent_text"):
        return False
    try:
        services.save_unsent(by=user, assignment_id=assignment_id, text=text, with_file=with_file)
    except NotPermittedError:
        return False
    return True


@login_required
def _own_submission_page(request: HttpRequest, assignment_id: int) -> HttpResponse:
    assignments = (
        Assignment.objects.open_to(user_of(request))
        .with_due_for(user_of(request))
        .select_related("cohort__course", "cohort__programme")
    )
    assignment = get_object_or_404(assignments, pk=assignment_id)
    status, form = HTTPStatus.OK, None
    if request.method == "POST":
        form = SubmissionForm(request.POST, request.FILES)
        status = _save(request, assignment, form)
        if status == HTTPStatus.OK:
            return redirect("coursework:submission", assignment.pk)
    submission = Submission.objects.filter(assignment=assignment, user=user_of(request)).first()
    if form is None and _may_write(request, assignment, submission):
        form = _form_to_fill_in(request, assignment, submission)
    # Where the submission cannot be changed any more, what was not handed in is shown to be copied.
    draft = submission.draft_text if submission and form is None else ""
    unsent = services.find_unsent(by=user_of(request), assignment=assignment) if form is None else None
    context = {**_context(assignment, submission), "form": form, "draft_not_handed_in": draft, "unsent": unsent}
    return render(request, "coursework/pages/submission.html", context, status=status)


def _form_to_fill_in(request: HttpRequest, assignment: Assignment, submission: Submission | None) -> SubmissionForm:
    """The form with the draft, or with the unsent text, beside which the draft is then shown."""
    draft = submission.draft_text if submission else ""
    unsent = services.take_unsent(by=user_of(request), assignment=assignment) if request.method == "GET" else None
    text = unsent.text if unsent else draft
    if unsent:
        _tell_restored(request, with_file=unsent.with_file)
    elif submission and not draft and submission.state == State.RETURNED:
        # A returned submission starts with the text to correct.
        text = submission.rounds.order_by("-number").values_list("text", flat=True).first() or ""
    version = submission.draft_version if submission else 0
    form = SubmissionForm(initial={"text": text, "key": uuid4(), "draft_version": version})
    if unsent and draft.strip() and draft != unsent.text:
        form.saved_elsewhere = draft
    return form


def _may_write(request: HttpRequest, assignment: Assignment, submission: Submission | None) -> bool:
    if assignment.is_closed or (submission is not None and submission.state not in WRITABLE):
        return False
    return assignment.cohort.members.filter(user=user_of(request).pk).exists()


def _save(request: HttpRequest, assignment: Assignment, form: SubmissionForm) -> HTTPStatus:
    """Saves the draft or submits. Returns the status: OK, or 409 or 422 with the errors in ``form``."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    data = form.cleaned_data
    try:
        if request.POST.get("action") == "draft":
            services.save_draft(
                by=user_of(request), assignment=assignment, text=data["text"], draft_version=data["draft_version"]
            )
            _tell_draft_saved(request, with_file=data["file"] is not None)
        else:
            services.hand_in(
                by=user_of(request),
                assignment=assignment,
                key=data["key"],
                text=data["text"],
                file=data["file"],
                draft_version=data["draft_version"],
            )
    except NotPermittedError:
        raise Http404 from None
    except DraftChangedError as error:
        form.add_service_error(error)
        form.saved_elsewhere = error.text
        # If the form is sent again, it overwrites the stored draft.
        form.data = {**request.POST.dict(), "draft_version": str(error.version)}
        return HTTPStatus.CONFLICT
    except CourseworkError as error:
        form.add_service_error(error)
        if not isinstance(error, WrongStateError):
            return HTTPStatus.UNPROCESSABLE_ENTITY
        # The content has changed since the key was used, so it needs a new key.
        form.data = {**request.POST.dict(), "key": str(uuid4())}
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _tell_draft_saved(request: HttpRequest, *, with_file: bool) -> None:
    messages.success(request, _("The draft is saved. Only you see it."))
    if with_file:
        messages.warning(request, _("A draft stores no file: attach it again when you hand your work in."))


def _tell_restored(request: HttpRequest, *, with_file: bool) -> None:
    messages.warning(
        request,
        _("The text that you wrote before signing in is in its field. It is not handed in yet: hand it in or save it."),
    )
    if with_file:
        messages.warning(request, _("The file is not stored: attach it again."))


def _context(assignment: Any, submission: Submission | None) -> dict[str, object]:
    """``assignment`` has ``person_due_at``, that of its author."""
    state = submission.state if submission else TODO
    rounds = rounds_of(submission) if submission else []
    closed = assignment.is_closed and state in {TODO, State.DRAFT, State.RETURNED}
    return {
        "breadcrumbs": [Link(_("My learning"), reverse("learning:home"))],
        "assignment": assignment,
        "instructions_html": instructions_html(assignment),
        "state": state,
        "state_label": state_label(state),
        "overdue": is_late(timezone.now(), assignment.person_due_at) and state in {TODO, State.DRAFT} and not closed,
        "closed": closed,
        "extended": assignment.person_due_at != assignment.due_at,
        "confirmed": rounds[0] if rounds and state == State.SUBMITTED else None,
        "rounds": rounds,
    }


@login_required
@require_safe
def file(request: HttpRequest, round_id: int) -> HttpResponseBase:
    """Downloads the file of a round, for its author and the trainers of the group; access by trainers is logged."""
    user = user_of(request)
    mine = Q(submission__user=user.pk)
    read = Q(submission__in=Submission.objects.readable_by(user))
    item = get_object_or_404(SubmissionRound.objects.select_related("submission").filter(mine | read), pk=round_id)
    try:
        content = item.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    if item.submission.user_id != user.pk:
        access.record(by=user, whose=[item.submission.user_id], kind=kinds.FILE)
        log.info("coursework.file_read", user_id=user.pk, submission_id=item.submission_id)
    response = FileResponse(
        content, as_attachment=True, filename=item.file_name, content_type=files.media_type(item.file_name)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
