"""Imports questions from a file: first what would happen, then all of it in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.activities.bank.formats import files
from courses.activities.bank.formats.files import FileQuestion
from courses.activities.bank.formats.taking import Taken
from courses.activities.bank.formats.values import errors_in, plain, with_ids, without_empty
from courses.activities.bank.models import BankQuestion
from courses.activities.bank.stream import QuestionStreamBlock
from courses.activities.blocks import ExerciseBlock
from publishing.impact import impact_of_draft

if TYPE_CHECKING:
    from people.models import User

BLOCKS: dict[str, ExerciseBlock] = dict(QuestionStreamBlock().child_blocks)


class Fate(StrEnum):
    """What becomes of a question of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Planned:
    """A question of a file and its fate. ``draft``: it is made or changed as a draft, because something is missing.

    ``why`` says so, or why it is skipped; ``notes`` say what is different here, ``affects`` whom another right answer
    affects.
    """

    line: int
    title: str
    fate: Fate
    draft: bool = False
    why: str = ""
    notes: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    planned: Planned
    item: FileQuestion
    kind: str = ""
    raw: Any = None
    known: BankQuestion | None = None


def plan(*, data: bytes, language: str) -> list[Planned]:
    """What importing a file would do, question by question. Raises ``FileRefusedError``."""
    return [replace(found.planned, affects=_affects(found, language)) for found in _found(data, language)]


def _affects(found: _Found, language: str) -> tuple[str, ...]:
    """Whom the change of a question affects; nobody where the published question stays as it is."""
    if found.planned.fate != Fate.CHANGED or found.planned.draft:
        return ()
    return tuple(impact.text for impact in impact_of_draft(_draft(found, language)))


@transaction.atomic
def import_questions(*, data: bytes, language: str, user: "User", tags: Sequence[str] = ()) -> list[Planned]:
    """Imports a file as ``plan`` says: all of it or, with an error, nothing. Raises ``FileRefusedError``.

    ``tags`` are given to every question besides its own. What is complete is published, the rest are drafts.
    """
    found = _found(data, language)
    for item in found:
        if item.planned.fate in (Fate.NEW, Fate.CHANGED):
            _store(item, language=language, user=user, tags=tags)
    return [item.planned for item in found]


def _found(data: bytes, language: str) -> list[_Found]:
    items = files.read(data)
    known = _known(item.key for item in items)
    return [_fate(item, known.get(item.key), language) for item in items]


def _known(keys: Iterable[str]) -> dict[str, BankQuestion]:
    """The questions of the bank by the keys of a file: two queries beside those of their tags."""
    wanted = list(keys)
    uuids = [uuid for uuid in map(_uuid, wanted) if uuid]
    rows = BankQuestion.objects.filter(Q(source_key__in=wanted) | Q(uuid__in=uuids)).prefetch_related(
        "tag_items__tag", "outcome_items__tag"
    )
    found: dict[str, BankQuestion] = {}
    for row in rows:
        found[str(row.uuid)] = row
        if row.source_key:
            found[row.source_key] = row
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fate(item: FileQuestion, known: BankQuestion | None, language: str) -> _Found:
    if item.taken is None:
        return _Found(Planned(item.line, item.title, Fate.SKIPPED, why=item.reason), item)
    taken = item.taken
    if known is not None and known.kind != taken.kind:
        why = _("In the bank it is of another type. A question keeps its type: import it with another number.")
        return _Found(Planned(item.line, item.title, Fate.SKIPPED, why=why), item)
    block = BLOCKS[taken.kind]
    latest = known.get_latest_revision_as_object() if known is not None else None
    before = latest.content.raw_data[0]["value"] if latest is not None and len(latest.content) else None
    raw = with_ids(block, _filled(block, taken), known=before, seed=item.key)
    errors, missing = _errors(block, taken.kind, raw)
    if errors:
        return _Found(Planned(item.line, item.title, Fate.SKIPPED, why=" ".join(errors), notes=taken.notes), item)
    same = latest is not None and before is not None and _same(latest, block, before, raw, item, language)
    fate = Fate.NEW if known is None else Fate.SAME if same else Fate.CHANGED
    planned = Planned(item.line, item.title, fate, draft=bool(missing), why=missing, notes=taken.notes)
    return _Found(planned, item, taken.kind, raw, known)


def _filled(block: ExerciseBlock, taken: Taken) -> dict[str, Any]:
    """The value with the fields that a file may leave out."""
    empty = {name: child.get_prep_value(child.get_default()) for name, child in block.child_blocks.items()}
    return {**{name: [] if isinstance(value, list) else value for name, value in empty.items()}, **taken.value}


def _errors(block: ExerciseBlock, kind: str, raw: Any) -> tuple[list[str], str]:
    """What is wrong with a value, and what is missing in it that a draft may lack."""
    missing = ""
    checked: dict[str, Any] = dict(raw)
    for name in ("options", "statements"):
        items = checked.get(name) if kind in ("choice", "true_false") else None
        if items and any(not item["value"].get("feedback") for item in items):
            missing = _("Some answers have no feedback: it becomes a draft until you write it.")
            checked[name] = [
                {**item, "value": {**item["value"], "feedback": item["value"].get("feedback") or "–"}} for item in items
            ]
    if kind == "model_answer" and not (checked.get("model") and checked.get("criteria")):
        missing = _("The model answer or its criteria are missing: it becomes a draft until you write them.")
        checked["model"] = checked.get("model") or "–"
        checked["criteria"] = checked.get("criteria") or [{"type": "item", "id": "1", "value": "–"}]
    try:
        block.clean(block.to_python(checked))
    except ValidationError as error:
        return list(dict.fromkeys(errors_in(block, error))), missing
    except (TypeError, ValueError, KeyError, ArithmeticError):
        return [_("Its content is not what this type of exercise has.")], missing
    return [], missing


def _same(
    known: BankQuestion, block: ExerciseBlock, before: Any, after: Any, item: FileQuestion, language: str
) -> bool:
    labels = (set(known.tags.names()), set(known.outcomes.names()), known.language)
    return (
        labels[2] == language
        and set(item.tags) <= labels[0]
        and set(item.outcomes) <= labels[1]
        and without_empty(plain(block, before)) == without_empty(plain(block, after))
    )


def _draft(found: _Found, language: str) -> BankQuestion:
    """The question with the content of the file."""
    known = found.known
    question: BankQuestion = known.get_latest_revision_as_object() if known is not None else BankQuestion(live=False)
    block_id = question.content[0].id if len(question.content) else question.root
    question.content = [{"type": found.kind, "id": block_id, "value": found.raw}]
    question.language = language
    return question


def _store(found: _Found, *, language: str, user: "User", tags: Sequence[str]) -> None:
    item = found.item
    question = _draft(found, language)
    question.source_key = question.source_key or item.key[:120]
    question.tags.set(list({*question.tags.names(), *item.tags, *tags}))
    question.outcomes.set(list({*question.outcomes.names(), *item.outcomes}))
    if found.known is None:
        question.save()
    revision = question.save_revision(user=user)
    if not found.planned.draft:
        revision.publish(user=user)
