"""Pages of a trainer's saved comments: the list, and the form that changes or deletes one."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.coursework import rules, services
from courses.coursework.cards import SavedCommentCard
from courses.coursework.errors import CourseworkError
from courses.coursework.forms import SavedCommentForm
from courses.coursework.models import SavedComment
from courses.coursework.views.groups import trail
from courses.coursework.views.permissions import staff_page
from people.current_user import user_of
from publishing.links import Link


@staff_page
@require_safe
def saved_comments(request: HttpRequest) -> HttpResponse:
    """Lists the user's own saved comments."""
    cards = [
        SavedCommentCard(item.name, item.text, reverse("coursework:saved_comment", args=[item.pk]))
        for item in _own(request)
    ]
    context = {"breadcrumbs": trail(), "saved": cards, "most": services.MOST_SAVED}
    return render(request, "coursework/pages/saved_comments.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def saved_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Changes one of the user's own saved comments, or deletes it."""
    comment = get_object_or_404(_own(request), pk=comment_id)
    listed = reverse("coursework:saved_comments")
    status = HTTPStatus.OK
    form = SavedCommentForm(initial={"name": comment.name, "text": comment.text})
    if request.method == "POST" and request.POST.get("action") == "delete":
        services.delete_saved_comment(by=user_of(request), comment=comment)
        messages.success(request, _("The comment “%(name)s” is deleted.") % {"name": comment.name})
        return redirect(listed)
    if request.method == "POST":
        form = SavedCommentForm(request.POST)
        status = _change(request, comment, form)
        if status == HTTPStatus.OK:
            return redirect(listed)
    context = {
        "breadcrumbs": [*trail(), Link(_("Saved comments"), listed)],
        "form": form,
        "cancel_url": listed,
    }
    return render(request, "coursework/pages/saved_comment.html", context, status=status)


def _change(request: HttpRequest, comment: SavedComment, form: SavedCommentForm) -> HTTPStatus:
    """Saves the change. Returns the HTTP status: 200, or 422 with the errors in ``form``."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        changed = services.change_saved_comment(
            by=user_of(request), comment=comment, name=form.cleaned_data["name"], text=form.cleaned_data["text"]
        )
    except CourseworkError as error:
        form.add_service_error(error)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    messages.success(request, _("The comment “%(name)s” is saved.") % {"name": changed.name})
    return HTTPStatus.OK


def _own(request: HttpRequest) -> QuerySet[SavedComment]:
    """The user's own saved comments. Raises ``PermissionDenied`` for a coordinator, who reviews nothing."""
    user = user_of(request)
    if not rules.may_run(user):
        raise PermissionDenied
    return SavedComment.objects.filter(trainer=user)
