"""Dataclasses for the templates of reviews from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page

from editing.outside.models import OutsideComment, ReviewInvitation
from people.models import deleted_person


@dataclass(frozen=True, slots=True)
class CommentCard:
    """A comment from outside; ``section`` is the heading or "" for the whole text, ``name`` says who wrote it."""

    id: int
    name: str
    section: str
    text: str
    written_at: datetime
    done: bool
    done_by: str


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """An invitation in the list of the editors. ``state`` is in words; ``revocable``: its link works."""

    id: int
    name: str
    email: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    state: str
    revocable: bool
    comments: Sequence[CommentCard]


def waiting_comments(page: Page) -> list[CommentCard]:
    """The comments on a page that nobody has marked as done; one query."""
    return [comment_card(item) for item in OutsideComment.objects.on(page).waiting().select_related("invitation")]


def comment_card(comment: OutsideComment) -> CommentCard:
    """The card; reads ``done_by`` and the invitation, so they are selected with the comment."""
    return CommentCard(
        id=comment.pk,
        name=comment.name or comment.invitation.name or _("a person from outside"),
        section=comment.heading,
        text=comment.text,
        written_at=comment.written_at,
        done=comment.done_at is not None,
        done_by=comment.done_by.display_name if comment.done_by else "",
    )


def invitation_card(invitation: ReviewInvitation) -> InvitationCard:
    """The card of an invitation whose comments are prefetched with ``done_by``."""
    return InvitationCard(
        id=invitation.pk,
        name=invitation.name or _("a person from outside"),
        email=invitation.email,
        invited_by=invitation.invited_by.display_name if invitation.invited_by else deleted_person(),
        invited_at=invitation.invited_at,
        expires_at=invitation.expires_at,
        opened_at=invitation.opened_at,
        state=_state(invitation),
        revocable=invitation.is_open,
        comments=[comment_card(comment) for comment in invitation.comments.all()],
    )


def _state(invitation: ReviewInvitation) -> str:
    if invitation.finished_at is not None:
        if invitation.verdict == ReviewInvitation.Verdict.NONE:
            return _("ended: no remarks")
        return _("ended: with remarks")
    if invitation.revoked_at is not None:
        return _("revoked")
    if not invitation.is_open:
        return _("expired")
    return _("reading") if invitation.opened_at else _("not opened yet")
