"""The services of editing: decisions on pages in review, the record of approvals, comments that are reopened."""

from collections.abc import Collection
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, Page, TaskState

from editing.digests import digest_of
from editing.errors import AlreadyDecidedError, CannotBePublishedError, CommentRequiredError, DraftChangedError
from editing.models import PageApproval
from editing.review import publishes_on_approval
from people.models import User
from publishing.models import BasePage


class Decision(StrEnum):
    """What a reviewer decides; the values are those of the form."""

    APPROVE = "approve"
    APPROVE_WITH_COMMENT = "approve-with-comment"
    RETURN = "return"


@transaction.atomic
def decide(*, by: User, task_state: TaskState, revision: int, decision: Decision, comment: str) -> None:
    """Approves the draft of a page or returns it to the editors, as the task of its workflow does.

    ``revision`` is what the reviewer read. Raises ``PermissionDenied`` unless the task lets ``by`` decide, and
    ``ReviewError`` where the review has ended, the draft is a newer one or may not go live, or a comment is missing.
    """
    comment = comment.strip()
    state = TaskState.objects.select_for_update().get(pk=task_state.pk).specific
    if state.status != TaskState.STATUS_IN_PROGRESS:
        raise AlreadyDecidedError
    page = state.workflow_state.content_object.specific
    task = state.task.specific
    action = "reject" if decision == Decision.RETURN else "approve"
    if action not in {name for name, _label, _modal in task.get_actions(page, by)}:
        raise PermissionDenied
    if decision != Decision.APPROVE and not comment:
        raise CommentRequiredError
    if page.latest_revision_id != revision:
        raise DraftChangedError
    if decision != Decision.RETURN and publishes_on_approval(page, by):
        draft = page.get_latest_revision_as_object()
        if isinstance(draft, BasePage) and (refusal := draft.refusal_to_publish()):
            raise CannotBePublishedError(refusal)
    task.on_action(state, by, action, comment=comment)


@transaction.atomic
def reopen_comments(*, by: User, comments: Collection[int]) -> list[int]:
    """Reopens resolved comments, as those of a block that was removed and put back; returns the ids of all found.

    Raises ``PermissionDenied`` for a comment on a page that ``by`` may not edit.
    """
    found = list(Comment.objects.select_for_update().filter(pk__in=comments).order_by("pk"))
    pages = Page.objects.in_bulk({comment.page_id for comment in found})
    if not all(page.permissions_for_user(by).can_edit() for page in pages.values()):
        raise PermissionDenied
    Comment.objects.filter(pk__in=[comment.pk for comment in found]).update(resolved_at=None, resolved_by=None)
    return [comment.pk for comment in found]


@transaction.atomic
def record_approval(*, by: User | None, task_state: TaskState) -> PageApproval | None:
    """Records who approved which content of a page; called in the transaction of the approval.

    The content is that of the latest revision, which the approval publishes: reviewers may have changed the draft.
    """
    page = task_state.workflow_state.content_object
    if not isinstance(page, Page):
        return None
    revision = page.get_latest_revision()
    if revision is None:
        return None
    return PageApproval.objects.create(
        page_id=page.pk,
        revision=revision,
        digest=digest_of(revision.as_object()),
        reviewer=by,
        reviewer_name=by.display_name if by else "",
        decided_at=task_state.finished_at or timezone.now(),
    )


@transaction.atomic
def remove_reviewer_name(*, user: User) -> None:
    """Removes the name from the approvals by a user whose account is deleted or anonymised; the approvals stay."""
    for approval in PageApproval.objects.filter(reviewer=user).exclude(reviewer_name=""):
        approval.reviewer_name = ""
        approval.save(update_fields=["reviewer_name"])  # which invalidates the caches of public pages
