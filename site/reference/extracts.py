"""What the requirement block gives when a page goes live, for the app that stores it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reference.values import plain_with_values


@dataclass(frozen=True, slots=True)
class ReferenceExtract:
    """The basis of a requirement: the id of an act and an article."""

    act_id: int
    provision: str


@dataclass(frozen=True, slots=True)
class RequirementExtract:
    """A requirement of a page. ``repeat`` is a ``Repeat`` or "", and the fields after it those that it needs."""

    block_id: str
    force: str
    what: str
    whom: str
    when: str
    conditions: tuple[str, ...]
    references: tuple[ReferenceExtract, ...]
    repeat: str = ""
    day: int | None = None
    month: int | None = None
    days: int | None = None
    event: str = ""


def requirement_extract(value: Any, *, block_id: str, known_conditions: Sequence[str]) -> RequirementExtract:
    """The extract of a block's value. Values saved before there were conditions and dates have neither.

    Dated values are replaced: the page is rendered and its extracts are stored again when one changes.
    """
    due = value.get("due") or {}
    return RequirementExtract(
        block_id=block_id,
        force=value["force"],
        what=plain_with_values(value["what"].strip()),
        whom=plain_with_values((value.get("whom") or "").strip()),
        when=plain_with_values((value.get("when") or "").strip()),
        conditions=tuple(name for name in known_conditions if name in (value.get("conditions") or ())),
        references=tuple(
            ReferenceExtract(reference["act"].pk, (reference.get("provision") or "").strip())
            for reference in value.get("references") or ()
            if reference.get("act")
        ),
        repeat=due.get("repeat") or "",
        day=due.get("day"),
        month=int(due["month"]) if due.get("month") else None,
        days=due.get("days"),
        event=plain_with_values((due.get("event") or "").strip()),
    )
