"""Imports a Word file into a guide: new draft chapters, and new drafts of chapters that came from it before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import LogContext
from wagtail.models import Comment, Page

from people.models import User
from publishing.slugs import slug_of
from resources.guidance.models import Chapter, Guide
from resources.guidance.models.versions import RESERVED_SLUGS
from resources.guidance.word_import.contents import WordDocument
from resources.guidance.word_import.models import ImportedChapter
from resources.guidance.word_import.pictures import Pictures, save
from resources.guidance.word_import.planning import Fate, Plan, PlannedChapter, new_comments, plan_for
from resources.guidance.word_import.stream import source_digest, text_digest


class PlanChangedError(Exception):
    """The guide has changed since the editor saw what the import would do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The chapters that an import made and those of which it made a new draft."""

    new: list[Chapter]
    changed: list[Chapter]


def may_import(user: User, guide: Guide) -> bool:
    """Whoever may add chapters to the guide."""
    return bool(guide.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def import_document(
    *,
    by: User,
    guide: Guide,
    document: WordDocument,
    pictures: Pictures,
    name: str,
    chosen: Collection[int],
    stamp: str,
) -> Imported:
    """Makes drafts of the ``chosen`` chapters of a document, by their places in it; nothing is published.

    ``pictures`` are those of the document, ``name`` is that of its file, ``stamp`` that of the plan which was shown.
    Raises ``PermissionDenied`` and, where the plan has changed since, ``PlanChangedError``.
    """
    if not may_import(by, guide):
        raise PermissionDenied
    Page.objects.select_for_update().filter(pk=guide.pk).first()  # one import into a guide at a time
    if plan_for(guide, document, pictures.known, by).stamp != stamp:
        raise PlanChangedError
    chapters = [chapter for number, chapter in enumerate(document.chapters) if number in chosen]
    with LogContext(user=by):
        images = save(pictures, chapters, name=PurePath(name).stem, user=by)
        plan = plan_for(guide, document, images, by)
        chosen_items = [item for item in plan.chapters if item.number in chosen]
        changed = [_update(item, by) for item in chosen_items if item.fate == Fate.CHANGED]
        return Imported(_add_new(guide, plan, chosen, by), changed)


def _add_new(guide: Guide, plan: Plan, chosen: Collection[int], by: User) -> list[Chapter]:
    """The new chapters, each after the one that it follows in the file, or before the first one that follows it."""
    places = {item.number: item.chapter.pk for item in plan.chapters if item.chapter is not None}
    added = []
    for item in plan.chapters:
        if item.fate == Fate.NEW and item.number in chosen:
            chapter = _add(guide, item, places, by)
            places[item.number] = chapter.pk
            added.append(chapter)
    return added


def _add(guide: Guide, item: PlannedChapter, places: Mapping[int, int], by: User) -> Chapter:
    """``places`` are the keys of the chapters of the file that are in the guide, by their numbers in the file."""
    chapter = Chapter(title=item.title, slug=_free_slug(guide, item.title), body=list(item.body), live=False, owner=by)
    before = [number for number in places if number < item.number]
    after = [number for number in places if number > item.number]
    if before:
        added: Chapter = Chapter.objects.get(pk=places[max(before)]).add_sibling("right", instance=chapter)
    elif after:
        added = Chapter.objects.get(pk=places[min(after)]).add_sibling("left", instance=chapter)
    else:
        added = guide.add_child(instance=chapter)
    _save(added, item, by)
    return added


def _update(item: PlannedChapter, by: User) -> Chapter:
    chapter = item.draft
    assert chapter is not None  # noqa: S101 - what is changed exists
    chapter.title, chapter.body = item.title, list(item.body)
    _save(chapter, item, by)
    return chapter


def _save(chapter: Chapter, item: PlannedChapter, by: User) -> None:
    """A new draft with its comments, and what it came from."""
    comments = [
        Comment(user=by, text=comment.text, contentpath=comment.contentpath)
        for comment in new_comments(chapter, item.comments)
    ]
    for comment in comments:
        chapter.wagtail_admin_comments.add(comment)
    revision = chapter.save_revision(user=by, log_action=True)
    for comment in comments:
        comment.log_create(page_revision=revision, user=by)
    made = revision.as_object()
    ImportedChapter.objects.update_or_create(
        chapter_id=chapter.pk,
        defaults={
            "key": item.source.key,
            "title": item.source.title,
            "digest": source_digest(item.source),
            "draft_digest": text_digest(made.title, list(made.body.raw_data)),
        },
    )


def _free_slug(guide: Guide, title: str) -> str:
    """The end of the address, which no page of the guide has and which is not one of the guide's own."""
    taken = set(guide.get_children().values_list("slug", flat=True)) | RESERVED_SLUGS
    slug = first = slug_of(title)[:200].strip("-") or "rozdzial"
    number = 1
    while slug in taken:
        number += 1
        slug = f"{first}-{number}"
    return slug
