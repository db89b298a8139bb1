"""What the template of the calculator gets."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line with its formula in figures, and where its rate is from; ``since`` None where the rate was given."""

    name: str
    formula: str
    amount: str
    source: str
    source_url: str
    since: date | None
    value_url: str


@dataclass(frozen=True, slots=True)
class CostCard:
    """The result for a month, in words and figures. ``notes``: what it assumes and what it leaves out."""

    month: date
    gross: str
    employer: list[LineCard]
    total: str
    total_formula: str
    employee: list[LineCard]
    net: str
    net_formula: str
    year: str
    year_formula: str
    notes: list[str]
    today: date
