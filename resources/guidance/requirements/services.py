"""Keeps the requirements of live pages as rows, and what users tick, note and share of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import structlog
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from people.models import User
from publishing.models import BasePage
from reference.extracts import RequirementExtract
from resources.guidance.models import Guide
from resources.guidance.requirements import cookies
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.models import (
    ChecklistEntry,
    ChecklistShare,
    Requirement,
    RequirementReference,
)

MOST_SHARES = 20
"""The most links that a user may have at a time."""
_COPIED = ("force", "what", "whom", "when", "repeat", "day", "month", "days", "event")
_UPDATED = (*_COPIED, "guide", "position", "heading", "anchor", "conditions", "digest", "changed_at")

log = structlog.get_logger("guidance")


class TooManySharesError(Exception):
    """The user has as many links as allowed: one must be revoked first."""


# --- rows of live pages -----------------------------------------------------------------------------


@transaction.atomic
def store_requirements(page: BasePage, extracts: Sequence[RequirementExtract]) -> None:
    """Stores the requirements of a page that is live; a row stays the same for as long as its block exists.

    An alias has none: it shows those of its source.
    """
    unique = {} if page.alias_of_id else {extract.block_id: extract for extract in extracts}
    known = {row.block_id: row for row in Requirement.objects.filter(page=page.pk).prefetch_related("references")}
    Requirement.objects.filter(pk__in=[row.pk for block_id, row in known.items() if block_id not in unique]).delete()
    if not unique:
        return
    guide_id, headings = _guide_of(page.path), _headings(page)
    new, changed, referring = [], [], []
    for position, (block_id, extract) in enumerate(unique.items()):
        row = known.get(block_id) or Requirement(page_id=page.pk, block_id=block_id)
        before = None if row._state.adding else [getattr(row, _attname(name)) for name in _UPDATED]
        _fill(row, extract, position=position, guide_id=guide_id, heading=headings.get(block_id, ("", "")))
        if before is None:
            new.append(row)
        elif before != [getattr(row, _attname(name)) for name in _UPDATED]:
            changed.append(row)
        wanted = [(reference.act_id, reference.provision) for reference in extract.references]
        stored = [] if before is None else [(item.act_id, item.provision) for item in row.references.all()]
        if wanted != stored:
            referring.append((row, wanted))
    Requirement.objects.bulk_create(new)
    Requirement.objects.bulk_update(changed, _UPDATED)
    RequirementReference.objects.filter(requirement__in=[row.pk for row, _wanted in referring]).delete()
    RequirementReference.objects.bulk_create(
        RequirementReference(requirement=row, act_id=act_id, provision=provision, sort_order=order)
        for row, wanted in referring
        for order, (act_id, provision) in enumerate(wanted)
    )


@transaction.atomic
def remove_requirements(*, page: Page) -> None:
    """Removes the rows of a page that is not live any more."""
    Requirement.objects.filter(page=page.pk).delete()


@transaction.atomic
def renew_guides(*, below: str) -> None:
    """Sets the guide of the requirements of the pages at and below a tree path, after a move."""
    rows = Requirement.objects.below(below).select_related("page").only("guide", "page__path")
    guides: dict[str, int | None] = {}
    changed = []
    for row in rows:
        path = row.page.path
        guide_id = guides[path] if path in guides else guides.setdefault(path, _guide_of(path))
        if row.guide_id != guide_id:
            row.guide_id = guide_id
            changed.append(row)
    Requirement.objects.bulk_update(changed, ["guide"])


def digest_of(extract: RequirementExtract) -> str:
    """16 hexadecimal digits made of what a reader acts on: the words, the date and the basis."""
    words = [
        *(getattr(extract, name) for name in _COPIED),
        *([reference.act_id, reference.provision] for reference in extract.references),
    ]
    return blake2b(json.dumps(words).encode(), digest_size=8).hexdigest()


def _fill(
    row: Requirement, extract: RequirementExtract, *, position: int, guide_id: int | None, heading: tuple[str, str]
) -> None:
    for name in _COPIED:
        setattr(row, name, getattr(extract, name))
    row.guide_id, row.position = guide_id, position
    row.heading, row.anchor = heading[0][:250], heading[1][:80]
    row.conditions = " ".join(extract.conditions)
    digest = digest_of(extract)
    if row.digest and row.digest != digest:
        row.changed_at = timezone.now()
    row.digest = digest


def _attname(name: str) -> str:
    return "guide_id" if name == "guide" else name


def _guide_of(path: str) -> int | None:
    """The guide at or above a tree path."""
    above = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    return Guide.objects.filter(path__in=above).order_by("path").values_list("pk", flat=True).last()


def _headings(page: BasePage) -> dict[str, tuple[str, str]]:
    """The heading above each block of the body and its anchor, by the block's id."""
    found, number = {}, 0
    for child in page.body:
        if child.block_type == "heading":
            number += 1
        elif number and number <= len(page.headings):
            heading = page.headings[number - 1]
            found[str(child.id)] = (heading["title"], heading["anchor"])
    return found


# --- what users have of them ------------------------------------------------------------------------


@transaction.atomic
def tick(*, user: User, requirement: Requirement, ticked: bool) -> ChecklistEntry | None:
    """Ticks a requirement off, or takes the tick back; the note stays. Returns the entry, None where none is left."""
    entry = _entry_of(user, requirement)
    _set_ticked(entry, requirement, ticked)
    return _save_or_delete(entry)


@transaction.atomic
def annotate(*, user: User, requirement: Requirement, note: str, person: str, ticked: bool) -> ChecklistEntry | None:
    """Saves the note, the person and the tick of a requirement. Returns the entry, None where nothing is left of it."""
    entry = _entry_of(user, requirement)
    entry.note, entry.person = note.strip(), " ".join(person.split())
    if ticked != bool(entry.ticked_at):
        _set_ticked(entry, requirement, ticked)
    return _save_or_delete(entry)


@transaction.atomic
def take_over(*, user: User, ticks: Mapping[bytes, bytes]) -> int:
    """Adds the ticks of a browser to those of the user who signs in with it. Returns how many were added.

    Ticks of requirements that are not on the site now are dropped. A tick of words that have changed since stays one
    of the old words.
    """
    User.objects.select_for_update().get(pk=user.pk)
    mine = {(entry.page_id, entry.block_id): entry for entry in ChecklistEntry.objects.of(user)}
    added = 0
    for row in Requirement.objects.only("page", "block_id", "digest"):
        start = ticks.get(row.key)
        entry = mine.get((row.page_id, row.block_id)) or ChecklistEntry(
            user=user, page_id=row.page_id, block_id=row.block_id
        )
        if start is None or entry.ticked_at is not None:
            continue
        entry.ticked_at = timezone.now()
        entry.digest = row.digest if cookies.start_of(row.digest) == start else start.hex()
        entry.save()
        added += 1
    return added


@transaction.atomic
def share(*, user: User, answers: Answers, guide: Guide | None) -> ChecklistShare:
    """Makes a link to the user's checklist. The same choice gets the link that it has.

    Raises ``TooManySharesError``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    held = ChecklistShare.objects.filter(user=user)
    found = held.filter(answers=answers.query(), guide=guide).first()
    if found is not None:
        return found
    if held.count() >= MOST_SHARES:
        raise TooManySharesError
    made: ChecklistShare = ChecklistShare.objects.create(user=user, answers=answers.query(), guide=guide)
    log.info("guidance.checklist_shared", user=user.pk, share=made.pk)
    return made


@transaction.atomic
def revoke(*, user: User, share_id: int) -> bool:
    """Makes one of the user's links invalid. Returns False where there is no such link of theirs."""
    deleted, _rows = ChecklistShare.objects.filter(user=user, pk=share_id).delete()
    if deleted:
        log.info("guidance.checklist_share_revoked", user=user.pk, share=share_id)
    return bool(deleted)


@transaction.atomic
def remove_checklist(*, user: User) -> None:
    """Removes what a user ticked, noted and shared: it names people and tells of their organisation."""
    ChecklistEntry.objects.of(user).delete()
    ChecklistShare.objects.filter(user=user).delete()


def kept(ticks: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Those of a browser's ticks whose requirement is on the site; read only where the cookie is full."""
    on_site: Iterable[bytes] = (row.key for row in Requirement.objects.only("page", "block_id"))
    known = set(on_site)
    return {key: digest for key, digest in ticks.items() if key in known}


def _entry_of(user: User, requirement: Requirement) -> ChecklistEntry:
    entry, _created = ChecklistEntry.objects.select_for_update().get_or_create(
        user=user, page_id=requirement.page_id, block_id=requirement.block_id
    )
    return entry


def _set_ticked(entry: ChecklistEntry, requirement: Requirement, ticked: bool) -> None:
    entry.ticked_at = timezone.now() if ticked else None
    entry.digest = requirement.digest if ticked else ""


def _save_or_delete(entry: ChecklistEntry) -> ChecklistEntry | None:
    if entry.ticked_at is None and not entry.note and not entry.person:
        entry.delete()
        return None
    entry.save()
    return entry
