"""Making the files of guides: asked for in the transaction of a change, made after it, replaced in one step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from publishing.access import is_restricted, private_q
from publishing.public_cache import invalidate
from publishing.publications import Publication
from publishing.publications import nodes as n
from resources.guidance.models import Chapter, Guide, GuideEdition, PublicationFile
from resources.guidance.models.editions import edition_storage
from resources.guidance.publications.content import chapter_publication, edition_publication, guide_publication
from resources.guidance.publications.formats import FORMATS, OF_GUIDES, pages_in

log = structlog.get_logger("guidance.publications")

LOST = timedelta(minutes=10)
"""After this time a file that is still being made, or that waits without a task, is taken up again."""
State = PublicationFile.State


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file holds, and the ids of the pages that it is from."""

    publication: Publication
    pages: list[int]


@transaction.atomic
def ask_for(*, guide: Guide, edition: GuideEdition | None = None) -> None:
    """Sees that the files of a guide, or of an edition, are made after the commit; asked for again, still once."""
    for name in OF_GUIDES:
        row, is_new = PublicationFile.objects.select_for_update(of=("self",)).get_or_create(
            guide=guide, edition=edition, chapter=None, format=name, defaults={"asked_at": timezone.now()}
        )
        if is_new or row.state != State.WAITING:
            _queue(row)


def _queue(row: PublicationFile) -> None:
    from resources.guidance import tasks  # its tasks call this module

    row.asked_at = timezone.now()
    if row.state != State.BEING_MADE:  # who makes it begins again
        row.state = State.WAITING
    row.save(update_fields=["asked_at", "state"])
    invalidate()
    transaction.on_commit(partial(tasks.make_publication.enqueue, row.pk))


def chapter_file(*, chapter: Chapter, name: str) -> PublicationFile:
    """The file of a chapter with the text of this moment, made if the last one has another text."""
    guide = Guide.objects.parent_of(chapter).get()
    row, is_new = PublicationFile.objects.get_or_create(
        guide=guide, edition=None, chapter=chapter, format=name, defaults={"asked_at": timezone.now()}
    )
    if not is_new and row.file and row.digest == chapter_publication(chapter).digest():
        return row
    make_file(file_id=row.pk)
    row.refresh_from_db()
    return row


def make_file(*, file_id: int) -> None:
    """Makes one file, unless somebody else is at it or the last one holds the same. A failure keeps the last one.

    The new file is stored before the row is changed, and the old one deleted after that is committed.
    """
    row = _begin(file_id)
    if row is None:
        return
    try:
        content = _content_of(row)
        if content is None:
            row.delete()
            invalidate()
            return
        digest = content.publication.digest()
        if not row.file or digest != row.digest:
            made = FORMATS[row.format](content.publication)
            stored = edition_storage().save(
                f"publications/{row.guide_id}/{digest[:16]}.{row.format}", ContentFile(made)
            )
            row.size_bytes, row.pages = len(made), pages_in(made, row.format)
            row.made_at, row.digest = timezone.now(), digest
        else:
            stored = row.file.name or ""
        row.version, row.held_pages = _version_of(content.publication), content.pages
        row.state, row.error = State.READY, ""
    except Exception as error:
        # Whatever it was: the last good file stays, and the editors are told.
        log.exception("publication.not_made", guide=row.guide_id, edition=row.edition_id, format=row.format)
        row.refresh_from_db()
        row.state, row.error, stored = State.FAILED, f"{type(error).__name__}: {error}"[:2000], row.file.name or ""
    _end(row, stored)


@transaction.atomic
def _begin(file_id: int) -> PublicationFile | None:
    rows = PublicationFile.objects.select_for_update(of=("self",)).select_related("guide", "edition__guide", "chapter")
    row = rows.filter(pk=file_id).first()
    now = timezone.now()
    if row is None or (row.state == State.BEING_MADE and row.started_at and row.started_at > now - LOST):
        return None
    row.state, row.started_at = State.BEING_MADE, now
    row.save(update_fields=["state", "started_at"])
    return row


@transaction.atomic
def _end(row: PublicationFile, stored: str) -> None:
    """Puts what was made into the row; whatever was asked for meanwhile is queued again."""
    held = PublicationFile.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None:  # the guide was deleted meanwhile
        _delete_after_commit(stored)
        return
    if held.file.name and held.file.name != stored:
        _delete_after_commit(held.file.name)
    row.file, row.asked_at = stored, held.asked_at
    row.save()
    invalidate()
    if row.started_at is not None and held.asked_at > row.started_at:
        _queue(row)


def _delete_after_commit(name: str) -> None:
    if name:
        transaction.on_commit(partial(edition_storage().delete, name), robust=True)


def forget_file(*, row: PublicationFile) -> None:
    """Deletes the file of a row that was deleted, after the commit."""
    _delete_after_commit(row.file.name or "")


def _content_of(row: PublicationFile) -> _Content | None:
    """None for what is public no more."""
    page = row.chapter or row.guide
    if not page.live or is_restricted(page):
        return None
    if row.edition is not None:
        pages = [page.page_id for page in row.edition.readable_pages() if page.page_id is not None]
        return _Content(edition_publication(row.edition), pages)
    if row.chapter is not None:
        return _Content(chapter_publication(row.chapter), [row.chapter.pk])
    chapters = row.guide.public_chapters().values_list("pk", flat=True)
    return _Content(guide_publication(row.guide), [row.guide.pk, *chapters])


def _version_of(publication: Publication) -> str:
    with translation.override(publication.language):
        return publication.edition or _("text of %(date)s") % {"date": n.day(publication.date)}


def take_up_lost_files() -> int:
    """Queues the files again that were left by a task that was lost; returns their number."""
    from resources.guidance import tasks  # its tasks call this module

    queued = DBTaskResult.objects.ready().filter(task_path=tasks.make_publication.module_path).exists()
    before = timezone.now() - LOST
    lost = PublicationFile.objects.filter(state=State.BEING_MADE, started_at__lt=before)
    if not queued:
        lost |= PublicationFile.objects.filter(state=State.WAITING, asked_at__lt=before)
    rows = list(lost)
    for row in rows:
        tasks.make_publication.enqueue(row.pk)
    return len(rows)


def make_all() -> Iterator[PublicationFile]:
    """Makes the files of all public guides and their editions anew, also where the content is the same."""
    for guide in Guide.objects.live().exclude(private_q()):
        for edition in [None, *guide.editions.order_by("number")]:
            for name in OF_GUIDES:
                row, _new = PublicationFile.objects.get_or_create(
                    guide=guide, edition=edition, chapter=None, format=name, defaults={"asked_at": timezone.now()}
                )
                PublicationFile.objects.filter(pk=row.pk).update(digest="")
                make_file(file_id=row.pk)
                row.refresh_from_db()
                yield row
