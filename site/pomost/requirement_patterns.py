"""Rows of a list of requirements in all their states, for the pattern library."""

from datetime import UTC, datetime

from publishing.links import Link
from reference.blocks import GRANTOR, LEGAL, PRACTICE
from reference.conditions import Condition, Repeat
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.cards import RequirementCard, Row, Tick
from resources.guidance.requirements.due import Due
from resources.guidance.requirements.listing import due_text, why, with_html

_DAY = datetime(2026, 3, 1, tzinfo=UTC)
_STATES = (
    (LEGAL, "Wpłać zaliczkę na podatek", Tick()),
    (GRANTOR, "Prowadź kartę czasu pracy", Tick(ticked=True, at=_DAY, note="W segregatorze 2.", person="księgowa")),
    (PRACTICE, "Przejrzyj szafy i dyski", Tick(ticked=True, changed=True)),
)


def rows() -> list[Row]:
    """Each force, and with them: not ticked, ticked with a note and a person, and changed since it was ticked."""
    return [_row(number, *state) for number, state in enumerate(_STATES, start=1)]


def _row(number: int, force: str, what: str, tick: Tick) -> Row:
    due = Due(Repeat.MONTHLY, day=20)
    conditions = (Condition.EMPLOYEES.value,) if force == LEGAL else ()
    card = RequirementCard(
        id=number,
        key=bytes([number]),
        page_id=0,
        block_id="",
        path="",
        digest="",
        force=force,
        title=what,
        what=f"{what}.",
        whom="organizacji, które zatrudniają",
        when="przed wypłatą",
        heading="",
        url="#",
        section_url="#",
        conditions=conditions,
        due=due,
        due_text=due_text(due),
        references=(Link("art. 38 ustawy o podatku dochodowym od osób fizycznych", "#"),),
        since=_DAY,
        changed_at=_DAY,
    )
    return Row(with_html(card), why(conditions, Answers({Condition.EMPLOYEES: True})), tick)
