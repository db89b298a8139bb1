"""What importing a Word file into a guide would do, chapter by chapter. Changes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.utils import translation

from people.models import User
from resources.guidance.models import Chapter, Guide
from resources.guidance.word_import.contents import WordChapter, WordDocument
from resources.guidance.word_import.models import ImportedChapter
from resources.guidance.word_import.stream import COMMENTED, Raw, body_of, source_digest, text_digest, with_ids


class Fate(StrEnum):
    """What becomes of a chapter of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LOCKED = "locked"
    """The chapter here may not be changed by this user now."""


@dataclass(frozen=True, slots=True)
class PlannedComment:
    """A comment of Wagtail to be: where in the page it stands, and its words."""

    contentpath: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter of a file and its fate. ``number`` is its place in the file.

    ``chapter`` is the page that it is here, None for a new one. Of one that changes, ``draft`` is the latest draft, and
    ``edited`` says that an editor changed it since the last import, or wrote it here. ``body`` are the blocks to be.
    """

    number: int
    source: WordChapter
    fate: Fate
    chapter: Chapter | None = None
    body: Sequence[Raw] = ()
    comments: Sequence[PlannedComment] = ()
    draft: Chapter | None = None
    edited: bool = False

    @property
    def title(self) -> str:
        return self.source.title

    @property
    def may_import(self) -> bool:
        return self.fate in (Fate.NEW, Fate.CHANGED)


@dataclass(frozen=True, slots=True)
class Plan:
    """``gone`` are chapters that came from a file before and are not in this one: they stay as they are."""

    chapters: list[PlannedChapter]
    gone: list[Chapter]

    @property
    def stamp(self) -> str:
        """A digest of what the plan rests on, to tell whether it is still what the editor has seen."""
        rests_on = [
            [item.fate, *((item.chapter.pk, item.chapter.latest_revision_id) if item.chapter else ())]
            for item in self.chapters
        ]
        return sha256(json.dumps(rests_on).encode()).hexdigest()[:32]


def plan_for(guide: Guide, document: WordDocument, images: Mapping[str, int], user: User) -> Plan:
    """The plan; ``images`` are keys of images by the SHA-1 of their files.

    Two queries, and some for each chapter that may have changed.
    """
    pages = list(Chapter.objects.child_of(guide).order_by("path"))
    rows = {row.chapter_id: row for row in ImportedChapter.objects.filter(chapter__in=pages)}
    matched = _matched(document.chapters, pages, rows)
    planned = []
    with translation.override(guide.language):
        for number, source in enumerate(document.chapters):
            page = matched.get(number)
            planned.append(_planned(number, source, page, rows.get(page.pk) if page else None, images, user))
    kept = {page.pk for page in matched.values()}
    return Plan(planned, [page for page in pages if page.pk in rows and page.pk not in kept])


def _matched(
    sources: list[WordChapter], pages: list[Chapter], rows: Mapping[int, ImportedChapter]
) -> dict[int, Chapter]:
    """The chapters of the guide that those of the file update: by bookmark, then by the heading, then by the title."""
    matched: dict[int, Chapter] = {}
    free = {page.pk: page for page in pages}

    def match(name: Any) -> None:
        for number, source in enumerate(sources):
            if number in matched:
                continue
            found = next((page for page in free.values() if name(source, page, rows.get(page.pk))), None)
            if found is not None:
                matched[number] = free.pop(found.pk)

    match(lambda source, _page, row: row is not None and source.key and source.key == row.key)
    match(lambda source, _page, row: row is not None and _alike(source.title, row.title))
    match(lambda source, page, _row: _alike(source.title, page.draft_title or page.title))
    return matched


def _alike(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _planned(
    number: int,
    source: WordChapter,
    page: Chapter | None,
    row: ImportedChapter | None,
    images: Mapping[str, int],
    user: User,
) -> PlannedChapter:
    if page is None:
        body = with_ids(body_of(source, images), [])
        return PlannedChapter(number, source, Fate.NEW, body=body, comments=_comments(source, body))
    if row is not None and row.digest == source_digest(source):
        return PlannedChapter(number, source, Fate.SAME, page)
    draft: Chapter = page.get_latest_revision_as_object()
    before: list[Raw] = list(draft.body.raw_data)
    body = with_ids(body_of(source, images), before)
    comments = _comments(source, body)
    now = text_digest(draft.title, before)
    if now == text_digest(source.title, body) and not new_comments(draft, comments):
        return PlannedChapter(number, source, Fate.SAME, page)
    permissions = draft.permissions_for_user(user)
    fate = Fate.CHANGED if permissions.can_edit() and not permissions.page_locked() else Fate.LOCKED
    edited = row is None or row.draft_digest != now
    return PlannedChapter(number, source, fate, page, body, comments, draft, edited)


def _comments(source: WordChapter, body: Sequence[Raw]) -> list[PlannedComment]:
    found = []
    for comment in source.comments:
        path = "title"
        if 0 <= comment.piece < len(body):
            block = body[comment.piece]
            path = f"body.{block['id']}{COMMENTED[block['type']]}"
        words = f"{comment.author}: {comment.text}" if comment.author else comment.text
        found.append(PlannedComment(path, words))
    return found


def new_comments(draft: Chapter, comments: Sequence[PlannedComment]) -> list[PlannedComment]:
    """Those that were not imported before, resolved ones included."""
    known = set(draft.wagtail_admin_comments.model.objects.filter(page=draft.pk).values_list("text", flat=True))
    return [comment for comment in comments if comment.text not in known]
