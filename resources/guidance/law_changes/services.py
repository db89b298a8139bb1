"""Services of changes of the law: recording one, marking sections as checked, following what is published."""

from datetime import date
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import get_page_models

from people.models import User
from publishing.models import BasePage
from publishing.public_cache import invalidate
from reference.models import LegalAct
from resources.guidance.law_changes.models import LawChange, SectionToCheck
from resources.guidance.law_changes.sections import CitingSection, citing_sections

log = structlog.get_logger("guidance")


def may_record(user: User) -> bool:
    return bool(user.has_perm("reference.change_legalact"))


@transaction.atomic
def record_law_change(
    *, by: User, act: LegalAct, changed_on: date, what: str, articles: str = "", note: str = ""
) -> LawChange:
    """Records a change of the law and marks every section of a live page that cites it, to be checked.

    Raises ``PermissionDenied`` for users who may not change acts.
    """
    if not may_record(by):
        raise PermissionDenied
    change: LawChange = LawChange.objects.create(
        act=act,
        changed_on=changed_on,
        articles=articles.strip(),
        what=what.strip(),
        note=note.strip(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    SectionToCheck.objects.bulk_create(
        SectionToCheck(change=change, page_id=page.pk, **_stored(section))
        for model in get_page_models()
        if issubclass(model, BasePage)
        for page in model._default_manager.live().filter(alias_of=None).only("pk", "body_html", "headings")
        for section in citing_sections(page, change)
    )
    log.info("guidance.law_change_recorded", user=by.pk, change=change.pk, act=act.pk)
    return change


@transaction.atomic
def mark_checked(*, by: User, section: SectionToCheck, checked: bool = True) -> None:
    """Says that somebody checked a section, or takes that back: the mark goes from the public page, or comes back.

    Raises ``PermissionDenied`` for users who may not edit the page.
    """
    if not section.page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    section.checked_at, section.checked_by = (timezone.now(), by) if checked else (None, None)
    section.save(update_fields=["checked_at", "checked_by"])
    log.info("guidance.section_checked", user=by.pk, section=section.pk, checked=checked)


@transaction.atomic
def follow_page(*, page: BasePage) -> None:
    """Lets the marks of a page that has just been published follow its sections; called in that transaction.

    A mark goes where its section does not cite any more. One whose heading has changed moves with its sentence. What
    cites only now was written with the change in mind, and gets no mark.
    """
    rows = SectionToCheck.objects.select_for_update(of=("self",)).filter(page=page.pk, checked_at=None)
    rows = rows.select_related("change__act").order_by("change", "position")
    by_change: dict[LawChange, list[SectionToCheck]] = {}
    for row in rows:
        by_change.setdefault(row.change, []).append(row)
    if not by_change:
        return
    taken = set(SectionToCheck.objects.filter(page=page.pk).values_list("change", "anchor"))
    for change, marked in by_change.items():
        _follow(page, change, marked, taken={anchor for pk, anchor in taken if pk == change.pk})
    invalidate()


def _follow(page: BasePage, change: LawChange, marked: list[SectionToCheck], *, taken: set[str]) -> None:
    found = {section.anchor: section for section in citing_sections(page, change)}
    moved = {section.sentence: section for section in found.values() if section.anchor not in taken}
    for row in marked:
        section = found.get(row.anchor) or moved.pop(row.sentence, None)
        if section is None:
            row.delete()
            continue
        stored = _stored(section)
        if any(getattr(row, name) != value for name, value in stored.items()):
            for name, value in stored.items():
                setattr(row, name, value)
            row.save(update_fields=[*stored])


def _stored(section: CitingSection) -> dict[str, Any]:
    """What a row keeps of its section."""
    return {
        "position": section.position,
        "anchor": section.anchor[:250],
        "heading": section.heading[:300],
        "sentence": section.sentence,
    }
