"""The record of what was published."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision

from editing.digests import digest_of
from people.models import User
from resources.guidance.models import ChangeKind, PublishedVersion, VersionedPage


@transaction.atomic
def record_first_version(*, page: VersionedPage) -> PublishedVersion | None:
    """Records what is live and was published before there were versions; called before it is replaced."""
    if not page.live or page.last_version is not None:
        return None
    at, revision = page.last_published_at, page.live_revision
    return _add(page, number=1, digest=digest_of(page), at=at, revision=revision)


@transaction.atomic
def record_version(
    *, page: VersionedPage, known: str, replaced: int | None, kind: str, note: str
) -> PublishedVersion | None:
    """Records what has just gone live, if its content differs from what readers had.

    Called by ``VersionedPage.save()``. ``known`` is the digest of what they had, ``replaced`` the id of its revision.
    The note of the revision that was published is used up.
    """
    # As stored: items of lists that code made get their ids when they are saved.
    stored = type(page)._default_manager.get(pk=page.pk)
    digest = digest_of(stored)
    last = stored.last_version
    revision = stored.live_revision if stored.live_revision_id != replaced else None
    if revision is not None:
        _use_up_note(revision, page)
    if last is not None and known == digest:
        return None
    page.__dict__.pop("last_version", None)
    version = _add(
        stored,
        number=last.number + 1 if last else 1,
        digest=digest,
        at=stored.last_published_at if revision is not None else timezone.now(),
        revision=revision,
        kind=kind if last else "",
        note=note if last else "",
    )
    if version.kind == ChangeKind.SIGNIFICANT:
        from resources.guidance import tasks  # its task calls these services

        tasks.announce.enqueue(version.pk)
    return version


def _add(
    page: VersionedPage,
    *,
    number: int,
    digest: str,
    at: datetime | None,
    revision: Revision | None,
    kind: str = "",
    note: str = "",
) -> PublishedVersion:
    user = get_active_log_context().user or (revision.user if revision else None)
    return PublishedVersion.objects.create(
        page_id=page.pk,
        number=number,
        revision=revision,
        kind=kind,
        note=note,
        published_at=at or timezone.now(),
        by=user if isinstance(user, User) else None,
        digest=digest,
        title=page.title,
        summary=page.summary,
        body_html=page.body_html,
        facts=page.facts(),
    )


def _use_up_note(revision: Revision, page: VersionedPage) -> None:
    """Empties the note of a published revision, also in the page's own instance of it, from which aliases are made."""
    revisions = [revision]
    if page.live_revision is not None and page.live_revision.pk == revision.pk:
        revisions.append(page.live_revision)
    for item in revisions:
        item.content = {**item.content, "change_kind": "", "change_note": ""}
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
