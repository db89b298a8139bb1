"""Stamps of approval: which revision of each page of an edition was approved, by whom and when."""

from django.db import transaction

from editing.models import PageApproval
from resources.guidance.models import EditionPage, GuideEdition


@transaction.atomic
def stamp_edition(*, edition: GuideEdition) -> int:
    """Stamps the pages of an edition whose exact content a reviewer has approved; returns the number of new stamps.

    A stamp is never replaced: it says what was approved first.
    """
    pages = {
        (page.page_id, page.digest): page
        for page in edition.pages.filter(approved_at=None, page__isnull=False)
        if page.page_id is not None
    }
    approvals = PageApproval.objects.filter(page__in=[page for page, _digest in pages]).order_by("decided_at", "pk")
    return sum(_stamp(page, approval) for approval in approvals if (page := pages.pop(_key(approval), None)))


@transaction.atomic
def stamp_with(*, approval: PageApproval) -> int:
    """Stamps the pages of editions in validation that hold what has just been approved; returns their number."""
    pages = EditionPage.objects.select_for_update(of=("self",)).filter(
        edition__state=GuideEdition.State.IN_VALIDATION,
        page=approval.page_id,
        digest=approval.digest,
        approved_at=None,
    )
    return sum(_stamp(page, approval) for page in pages)


def _key(approval: PageApproval) -> tuple[int, str]:
    return approval.page_id, approval.digest


def _stamp(page: EditionPage, approval: PageApproval) -> bool:
    page.approval, page.approved_revision, page.approved_at = approval, approval.revision_id, approval.decided_at
    page.save(update_fields=["approval", "approved_revision", "approved_at"])
    return True
