"""The page on which a reviewer reads what changed in a draft and decides."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page, TaskState

from editing import services
from editing.cards import DecisionButton, ReviewCard
from editing.differences import changes_between
from editing.errors import ReviewError
from editing.outside.cards import waiting_comments
from editing.review import publishes_on_approval
from editing.services import Decision
from people.current_user import user_of
from people.models import User, deleted_person
from publishing.impact import impact_of_publishing


class DecisionForm(forms.Form):
    """A decision, the comment with it, and the revision that was read."""

    decision = forms.ChoiceField(choices=[(decision.value, decision.value) for decision in Decision])
    revision = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(required=False, max_length=5000, strip=True)


def review(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Shows the differences from what is live and, to those who may decide, the form of decisions."""
    state = get_object_or_404(TaskState, pk=task_state_id).specific
    page = state.workflow_state.content_object
    if not isinstance(page, Page):
        raise PermissionDenied
    page, user = page.specific, user_of(request)
    actions = {name for name, _label, _modal in state.task.specific.get_actions(page, user)}
    if not actions and not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if state.status != TaskState.STATUS_IN_PROGRESS:
        messages.info(request, _ended(state, page))
        return _back(page, user)
    if request.method == "POST":
        return _decide(request, state, page, user)
    return _shown(request, state, page, user)


def _decide(request: HttpRequest, state: TaskState, page: Page, user: User) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        error = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return _shown(request, state, page, user, comment=request.POST.get("comment", ""), error=error)
    decision, comment = Decision(form.cleaned_data["decision"]), form.cleaned_data["comment"]
    publishes = publishes_on_approval(page, user)
    try:
        services.decide(
            by=user, task_state=state, revision=form.cleaned_data["revision"], decision=decision, comment=comment
        )
    except ReviewError as refusal:
        return _shown(request, state, page, user, comment=comment, error=str(refusal))
    messages.success(request, _done(page, decision, publishes=publishes))
    return redirect("wagtailadmin_home")


def _done(page: Page, decision: Decision, *, publishes: bool) -> str:
    if decision == Decision.RETURN:
        sentence = _("“%(page)s” went back to the editors with your comment.")
    elif publishes and Page.objects.filter(pk=page.pk, has_unpublished_changes=False, live=True).exists():
        sentence = _("“%(page)s” is approved and published.")
    elif publishes:
        sentence = _("“%(page)s” is approved and will be published at the planned time.")
    else:
        sentence = _("“%(page)s” is approved. The editors will publish it.")
    return sentence % {"page": get_latest_str(page)}


def _ended(state: TaskState, page: Page) -> str:
    """How a review ended, for those who follow an old link."""
    by = state.finished_by.display_name if state.finished_by else deleted_person()
    sentence = {
        TaskState.STATUS_APPROVED: _("The review of “%(page)s” has ended: approved by %(person)s."),
        TaskState.STATUS_REJECTED: _("The review of “%(page)s” has ended: sent back by %(person)s."),
    }.get(state.status, _("The review of “%(page)s” has ended: the editors took the page back."))
    return sentence % {"page": get_latest_str(page), "person": by}


def _back(page: Page, user: User) -> HttpResponse:
    if page.permissions_for_user(user).can_edit():
        return redirect("wagtailadmin_pages:edit", page.pk)
    return redirect("wagtailadmin_home")


def _shown(
    request: HttpRequest, state: TaskState, page: Page, user: User, *, comment: str = "", error: str = ""
) -> HttpResponse:
    page.refresh_from_db()
    card = _card(request, state, page, user)
    context = {
        "review": card,
        "comment": comment,
        "error": error,
        "page_title": _("Review"),
        "page_subtitle": card.title,
        "header_title": f"{_('Review')}: {card.title}",
        "header_icon": "clipboard-list",
    }
    return TemplateResponse(request, "editing/review.html", context, status=422 if error else 200)


def _card(request: HttpRequest, state: TaskState, page: Page, user: User) -> ReviewCard:
    draft = page.get_latest_revision_as_object()
    sender = state.workflow_state.requested_by
    publishes = publishes_on_approval(page, user)
    can_decide = bool(state.task.specific.get_actions(page, user))
    can_edit = page.permissions_for_user(user).can_edit()
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    comments = list(page.wagtail_admin_comments.filter(resolved_at__isnull=True).values_list("pk", flat=True))
    return ReviewCard(
        title=draft.title,
        kind=capfirst(page.get_verbose_name()),
        place=page.get_parent().title,
        sent_by=sender.display_name if sender else deleted_person(),
        sent_at=state.started_at,
        revision=page.latest_revision_id,
        new=not page.live,
        changes=changes_between(page if page.live else None, draft, request),
        impacts=impact_of_publishing(page, draft),
        preview_url=reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, state.task_id]) if can_decide else "",
        # With the id of a comment, the form opens the panel of comments and shows this one.
        edit_url=(f"{edit_url}?comment={comments[0]}" if comments else edit_url) if can_edit else "",
        live_url=(page.get_url(request) or "") if page.live else "",
        comments=len(comments),
        outside_url=reverse("editing_outside_reviews", args=[page.pk]) if can_edit else "",
        outside=waiting_comments(page) if can_edit else (),
        publishes=publishes,
        buttons=_buttons(draft, publishes=publishes) if can_decide else (),
    )


def _buttons(draft: Any, *, publishes: bool) -> list[DecisionButton]:
    """The three decisions; each label says whether it publishes."""
    planned = draft.go_live_at is not None and draft.go_live_at > timezone.now()
    if publishes and planned:
        labels = _("Approve and schedule"), _("Approve with comment and schedule")
    elif publishes:
        labels = _("Approve and publish"), _("Approve with comment and publish")
    else:
        labels = _("Approve"), _("Approve with comment")
    return [
        DecisionButton(Decision.APPROVE, labels[0], "button"),
        DecisionButton(Decision.APPROVE_WITH_COMMENT, labels[1], "button button-secondary"),
        DecisionButton(Decision.RETURN, _("Send back for changes"), "button button-secondary"),
    ]
