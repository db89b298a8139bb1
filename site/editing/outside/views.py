"""The public pages of reviews from outside. Nothing of them is cached, and no other site learns their address."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from editing.differences import changes_between
from editing.outside import services
from editing.outside.cards import comment_card
from editing.outside.errors import OutsideReviewError
from editing.outside.forms import CommentForm
from editing.outside.links import invitation_of
from editing.outside.models import ReviewInvitation
from people.models import deleted_person
from publishing import limits
from publishing.models import BasePage

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Keeps the response out of caches and search engines.

    ``SECURE_REFERRER_POLICY`` already hides the address from other sites. A stricter policy would make browsers send
    the forms with ``Origin: null``, which Django refuses.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


@private
@require_http_methods(["GET", "HEAD", "POST"])
def outside_review(request: HttpRequest, token: str) -> HttpResponse:
    """``/sprawdzenie/<token>/``: the draft, what changes in it, and the form of comments, which POST sends."""
    invitation = _usable(request, token)
    if not isinstance(invitation, ReviewInvitation):
        return invitation
    if request.method != "POST":
        services.record_opening(invitation=invitation)
        return _shown(request, token, invitation)
    draft = _draft_of(invitation)
    form = CommentForm(request.POST, headings=draft.headings)
    if not form.is_valid():
        return _shown(request, token, invitation, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not limits.allowed(request, "outside_comment"):
        form.add_error(None, _("That was many comments in a short time. Wait ten minutes and send it again."))
        return _shown(request, token, invitation, form=form, status=HTTPStatus.TOO_MANY_REQUESTS)
    anchor = form.cleaned_data["anchor"]
    try:
        services.comment(
            invitation=invitation,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            anchor=anchor,
            heading=form.headings.get(anchor, ""),
        )
    except OutsideReviewError as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, token, invitation, form=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Your comment is saved. The editors will read it."))
    return redirect("editing:outside_review", token)


@private
@require_POST
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the review: ``verdict`` is that of one of the two buttons."""
    invitation = _usable(request, token)
    if not isinstance(invitation, ReviewInvitation):
        return invitation
    verdict = request.POST.get("verdict", "")
    if verdict not in ReviewInvitation.Verdict.values:
        messages.error(request, _("Choose one of the two buttons at the end of the page."))
    elif invitation.finished_at is None:
        try:
            services.finish(invitation=invitation, verdict=verdict)
        except OutsideReviewError as refusal:  # ended or revoked at the same moment
            messages.error(request, str(refusal))
    return redirect("editing:outside_review", token)


@private
@require_safe
def whole_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """``/sprawdzenie/<token>/strona/``: the page as it will look, by its own template."""
    invitation = _usable(request, token)
    if not isinstance(invitation, ReviewInvitation):
        return invitation
    draft = _draft_of(invitation)
    response: HttpResponseBase = draft.make_preview_request(request, draft.default_preview_mode)
    return response


def _usable(request: HttpRequest, token: str) -> ReviewInvitation | HttpResponse:
    """The invitation, or the response that says why there is none to use."""
    if not limits.allowed_here(request, "outside_review"):
        return limits.too_many(request)
    invitation = invitation_of(token)
    if invitation is not None and invitation.is_open:
        return invitation
    reason = "unknown" if invitation is None else ("revoked" if invitation.revoked_at else "expired")
    status = HTTPStatus.NOT_FOUND if invitation is None else HTTPStatus.GONE
    context = {"reason": reason, "invitation": invitation}
    return render(request, "editing/outside/ended.html", context, status=status)


def _draft_of(invitation: ReviewInvitation) -> BasePage:
    """The page as the revision has it, with its body rendered."""
    if invitation.revision is None:  # deleted in the meantime: the link does not work any more
        raise Http404
    draft = cast("BasePage", invitation.revision.as_object())
    draft.update_rendered_body()
    return draft


def _shown(
    request: HttpRequest,
    token: str,
    invitation: ReviewInvitation,
    *,
    form: CommentForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    draft = _draft_of(invitation)
    page: Page = invitation.page.specific
    if form is None:
        form = CommentForm(initial={"name": invitation.name}, headings=draft.headings)
    comments = invitation.comments.select_related("invitation", "done_by").order_by("written_at", "pk")
    context = {
        "token": token,
        "invitation": invitation,
        "inviter": invitation.invited_by.display_name if invitation.invited_by else deleted_person(),
        "title": draft.title,
        "summary": draft.summary,
        "html": mark_safe(draft.body_html),  # noqa: S308 - rendered by the blocks' own autoescaping templates
        "new": not page.live,
        "changes": changes_between(page, draft, request) if page.live else (),
        "live_url": (page.get_url(request) or "") if page.live else "",
        "comments": [comment_card(comment) for comment in comments],
        "form": form if invitation.finished_at is None else None,
        "error_heading": _("The comment has not been sent"),
    }
    return render(request, "editing/outside/review.html", context, status=status)
