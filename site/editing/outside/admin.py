"""The invitations of a page to people without an account, in Wagtail's admin: inviting, revoking, their comments."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from editing.frames import frame
from editing.home import Row, Waiting, WaitingList, counted, is_editor, register
from editing.outside import services
from editing.outside.cards import invitation_card
from editing.outside.errors import OutsideReviewError
from editing.outside.forms import InvitationForm
from editing.outside.models import OutsideComment, ReviewInvitation
from people.current_user import user_of
from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        WaitingList(
            "outside", 25, gettext_lazy("Comments from outside"), gettext_lazy("No comment from outside waits."),
            waiting_comments, is_editor,
        )
    )  # fmt: skip


def waiting_comments(user: User, shown: slice) -> Waiting:
    """The reviews from outside with comments that nobody has marked as done, by the user's pages."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change", "publish"})
    invitations = (
        ReviewInvitation.objects.filter(page__in=pages.order_by().values("pk"))
        .annotate(open=Count("comments", filter=Q(comments__done_at=None)), page_title=F("page__draft_title"))
        .filter(open__gt=0)
        .order_by("invited_at", "pk")
    )
    found, total = counted(invitations, shown)
    rows = []
    for invitation in found:
        number: int = getattr(invitation, "open")  # noqa: B009 - an annotation
        detail = ngettext("%(number)d comment to handle", "%(number)d comments to handle", number) % {"number": number}
        who = invitation.name or _("a person from outside")
        title: str = getattr(invitation, "page_title")  # noqa: B009 - an annotation
        rows.append(Row(title, f"{who}: {detail}", reverse("editing_outside_reviews", args=[invitation.page_id])))
    return Waiting(rows, total)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("outside-reviews/<int:page_id>/", outside_reviews, name="editing_outside_reviews"),
        path("outside-reviews/revoke/<int:invitation_id>/", revoke, name="editing_outside_revoke"),
        path("outside-reviews/done/<int:comment_id>/", done, name="editing_outside_done"),
    ]


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The link to the invitations, in the menu of a page."""
    if not page.is_root() and page.permissions_for_user(user).can_publish():
        url = reverse("editing_outside_reviews", args=[page.pk])
        yield Button(_("Review from outside"), url, icon_name="mail", priority=64)


@require_http_methods(["GET", "HEAD", "POST"])
def outside_reviews(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lists the invitations of a page and their comments; POST invites."""
    page = get_object_or_404(Page, pk=page_id)
    user = user_of(request)
    permissions = page.permissions_for_user(user)
    if page.is_root() or not permissions.can_edit():
        raise PermissionDenied
    form = InvitationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = services.invite(by=user, page=page, **form.cleaned_data)
        except OutsideReviewError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is on its way to %(email)s.") % {"email": made.email})
            return redirect("editing_outside_reviews", page.pk)
    comments = OutsideComment.objects.select_related("done_by", "invitation").order_by("written_at", "pk")
    invitations = (
        ReviewInvitation.objects.of(page)
        .select_related("invited_by")
        .prefetch_related(Prefetch("comments", queryset=comments))
    )
    context = {
        **frame(_("Review from outside"), get_latest_str(page), icon="mail"),
        "invitations": [invitation_card(invitation) for invitation in invitations],
        "form": form if permissions.can_publish() else None,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "editing/outside/admin.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(ReviewInvitation.objects.select_related("page"), pk=invitation_id)
    services.revoke(by=user_of(request), invitation=invitation)
    messages.success(request, _("The link does not work any more."))
    return redirect("editing_outside_reviews", invitation.page_id)


@require_POST
def done(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Marks a comment as done; with ``open`` it is opened again."""
    comment = get_object_or_404(OutsideComment.objects.select_related("invitation__page"), pk=comment_id)
    services.mark_done(by=user_of(request), comment=comment, done="open" not in request.POST)
    return redirect(f"{reverse('editing_outside_reviews', args=[comment.invitation.page_id])}#comment-{comment.pk}")
