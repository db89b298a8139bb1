"""Services of reviews from outside: inviting, revoking, commenting, ending, marking comments as done."""

from datetime import timedelta

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page

from editing.outside.errors import (
    LinkEndedError,
    NothingToReviewError,
    OutsideReviewError,
    ReviewFinishedError,
    TooManyCommentsError,
)
from editing.outside.links import address_of, hash_of, new_token
from editing.outside.models import OutsideComment, ReviewInvitation
from people.emails import absolute_url, rendered
from people.models import User
from people.tasks import send_email

DAYS = 14
"""How long a link works, unless the editor chooses otherwise."""
MOST_DAYS = 90
MOST_COMMENTS = 200
KEEP_PEOPLE = timedelta(days=90)
"""How long after its end an invitation keeps the name and the address of whom it was for."""

log = structlog.get_logger("editing")


@transaction.atomic
def invite(*, by: User, page: Page, name: str, email: str, days: int = DAYS, note: str = "") -> ReviewInvitation:
    """Sends somebody a link to the latest draft of a page, which works for ``days`` days.

    Raises ``PermissionDenied`` for users who may not publish the page, and ``OutsideReviewError`` without a draft.
    """
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied
    revision = page.get_latest_revision()
    if revision is None:
        raise NothingToReviewError
    if not 0 < days <= MOST_DAYS:
        raise OutsideReviewError
    token, now = new_token(), timezone.now()
    made: ReviewInvitation = ReviewInvitation.objects.create(
        page_id=page.pk,
        revision=revision,
        name=" ".join(name.split()),
        email=email.strip(),
        note=note.strip(),
        token_hash=hash_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=days),
    )
    subject, body = rendered(
        "editing/emails/outside_invitation",
        {
            "title": get_latest_str(page),
            "person": by.display_name,
            "name": made.name,
            "note": made.note,
            "until": date_format(timezone.localtime(made.expires_at)),
            "url": address_of(token),
        },
    )
    send_email.enqueue(subject=subject, body=body, to=made.email, reply_to=by.email)
    log.info("editing.outside_review_invited", user=by.pk, invitation=made.pk, page=page.pk)
    return made


@transaction.atomic
def revoke(*, by: User, invitation: ReviewInvitation) -> None:
    """Makes the link invalid; the comments stay. Raises ``PermissionDenied`` for users who may not publish the page."""
    if not invitation.page.permissions_for_user(by).can_publish():
        raise PermissionDenied
    if ReviewInvitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log.info("editing.outside_review_revoked", user=by.pk, invitation=invitation.pk)


@transaction.atomic
def record_opening(*, invitation: ReviewInvitation) -> None:
    """Logs that the draft was opened, by its id; the row keeps the first time."""
    log.info("editing.outside_review_opened", invitation=invitation.pk, page=invitation.page_id)
    if invitation.opened_at is None:
        ReviewInvitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def comment(
    *, invitation: ReviewInvitation, name: str, text: str, heading: str = "", anchor: str = ""
) -> OutsideComment:
    """Adds a comment. Raises ``OutsideReviewError`` where the link has ended, the review too, or it is one too many."""
    row = _open(invitation)
    if row.comments.count() >= MOST_COMMENTS:
        raise TooManyCommentsError
    made: OutsideComment = OutsideComment.objects.create(
        invitation=row,
        name=" ".join(name.split()),
        heading=heading[:300],
        anchor=anchor[:250],
        text=text.strip(),
        written_at=timezone.now(),
    )
    return made


@transaction.atomic
def finish(*, invitation: ReviewInvitation, verdict: str) -> None:
    """Ends the review and tells the editor who invited, by e-mail. Raises ``OutsideReviewError`` as ``comment()``."""
    row = _open(invitation)
    row.verdict, row.finished_at = ReviewInvitation.Verdict(verdict), timezone.now()
    row.save(update_fields=["verdict", "finished_at"])
    editor = row.invited_by
    if editor is None or not editor.is_active:
        return
    subject, body = rendered(
        "editing/emails/outside_finished",
        {
            "title": get_latest_str(row.page),
            "name": row.name,
            "remarks": row.verdict == ReviewInvitation.Verdict.REMARKS,
            "comments": row.comments.count(),
            "url": absolute_url("editing_outside_reviews", row.page_id),
        },
    )
    send_email.enqueue(subject=subject, body=body, to=editor.email)


@transaction.atomic
def mark_done(*, by: User, comment: OutsideComment, done: bool = True) -> None:
    """Marks a comment as done, or opens it again. Raises ``PermissionDenied`` for users who may not edit the page."""
    if not comment.invitation.page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    comment.done_at, comment.done_by = (timezone.now(), by) if done else (None, None)
    comment.save(update_fields=["done_at", "done_by"])


@transaction.atomic
def remove_old_names() -> int:
    """Removes names and addresses from invitations that ended long ago; returns how many invitations that were."""
    old = ReviewInvitation.objects.over_since(timezone.now() - KEEP_PEOPLE).filter(emptied_at=None)
    pks = list(old.values_list("pk", flat=True))
    if pks:
        OutsideComment.objects.filter(invitation__in=pks).update(name="")
        ReviewInvitation.objects.filter(pk__in=pks).update(name="", email="", emptied_at=timezone.now())
    return len(pks)


def _open(invitation: ReviewInvitation) -> ReviewInvitation:
    """The row, locked, of an invitation that may be written to."""
    row = ReviewInvitation.objects.select_for_update(of=("self",)).select_related("page", "invited_by")
    found = row.get(pk=invitation.pk)
    if not found.is_open:
        raise LinkEndedError
    if found.finished_at is not None:
        raise ReviewFinishedError
    return found
