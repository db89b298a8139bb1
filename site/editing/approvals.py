"""Who approved what visitors read on a page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from editing.digests import digest_of
from editing.models import PageApproval


@dataclass(frozen=True, slots=True)
class ApprovalNote:
    """Who approved a page and when; ``name`` is empty where the account is gone.

    ``changed_at``: when the content that is live, which is not what was approved, was last published.
    """

    name: str
    decided_at: datetime
    changed_at: datetime | None = None


def approval_of(page: Page) -> ApprovalNote | None:
    """The latest approval of what is live; failing that, of earlier content of the page; None where there is none.

    The approval of a draft that waits to be published says nothing about the live page.
    """
    return _note(page, list(PageApproval.objects.of(page)))


def approvals_of(pages: Sequence[Page]) -> dict[int, ApprovalNote]:
    """What ``approval_of`` says of each page, by key, without those of which it says nothing. One query."""
    found: dict[int, list[PageApproval]] = defaultdict(list)
    for approval in PageApproval.objects.of_any(pages):
        found[approval.page_id].append(approval)
    notes = ((page.pk, _note(page, found[page.pk])) for page in pages if page.pk in found)
    return {pk: note for pk, note in notes if note is not None}


def _note(page: Page, approvals: Sequence[PageApproval]) -> ApprovalNote | None:
    """``approvals`` are all of the page, the newest first."""
    if not approvals:
        return None
    digest = digest_of(page)
    for approval in approvals:
        if approval.digest == digest:
            return ApprovalNote(approval.reviewer_name, approval.decided_at)
    published_at = page.last_published_at
    for approval in approvals:
        if published_at is not None and approval.decided_at <= published_at:
            return ApprovalNote(approval.reviewer_name, approval.decided_at, changed_at=published_at)
    return None
