"""What records are filtered by: the facets, their names in addresses and the values that a record has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from resources.results.models import BeneficiaryKind, PartnerKind, Region
from resources.results.records.content import Data

LONGEST_LABEL = 330
MOST_YEARS = 50


class Facet(StrEnum):
    """The facets, in the order in which they are shown; the values are the parameters of an address."""

    KIND = "rodzaj"
    THEME = "temat"
    PROGRAMME = "program"
    REGION = "region"
    PARTNER = "partner"
    BENEFICIARY = "odbiorcy"
    YEAR = "rok"


TITLES: dict[Facet, str | Promise] = {
    Facet.KIND: _("Projects or results"),
    Facet.THEME: _("Theme"),
    Facet.PROGRAMME: _("Grant programme"),
    Facet.REGION: _("Region"),
    Facet.PARTNER: _("Kind of partner"),
    Facet.BENEFICIARY: _("Who benefits"),
    Facet.YEAR: _("Year"),
}
KINDS: dict[str, str | Promise] = {"projekty": _("Projects"), "rezultaty": pgettext_lazy("of projects", "Results")}
_NAMES = {"project": "projekty", "result": "rezultaty"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet as a record has it; ``label`` is empty where it follows from the value (``label_of``)."""

    facet: Facet
    value: str
    label: str = ""


def label_of(facet: str, value: str, label: str) -> str:
    """What readers see of a value, in the language that is active."""
    if label:
        return label
    if facet == Facet.KIND:
        return str(KINDS.get(value, value))
    choices = {Facet.REGION: Region, Facet.PARTNER: PartnerKind, Facet.BENEFICIARY: BeneficiaryKind}.get(Facet(facet))
    return str(dict(choices.choices).get(value, value)) if choices else value


def values_of(data: Data, project: Data | None) -> list[Value]:
    """The values of a record; a result has those of its ``project`` too, as far as they are the project's to give."""
    source = data if data["kind"] == "project" else project or {}
    found = [Value(Facet.KIND, _NAMES[data["kind"]])]
    if theme := data.get("theme"):
        label = f"{theme['code']}. {theme['name']}" if theme["code"] else theme["name"]
        found.append(Value(Facet.THEME, theme["key"], label[:LONGEST_LABEL]))
    if programme := data.get("programme"):
        found.append(Value(Facet.PROGRAMME, programme["key"], label_of_programme(programme)))
    found += (Value(Facet.REGION, row["code"]) for row in source.get("regions", ()) if row["code"])
    found += (Value(Facet.PARTNER, row["kind"]) for row in source.get("partnership", ()) if row["kind"])
    own = data.get("beneficiaries") or data.get("addressees") or ()
    found += (Value(Facet.BENEFICIARY, row["kind"]) for row in own if row["kind"])
    found += (Value(Facet.YEAR, str(year)) for year in _years(source))
    return list(dict.fromkeys(found))


def label_of_programme(programme: Data) -> str:
    """The name of a grant programme, with the short one in brackets."""
    short = f" ({programme['short_name']})" if programme["short_name"] else ""
    return f"{programme['name']}{short}"


def _years(data: Data) -> Iterator[int]:
    """Every year in which the project ran; that of its only date where it has one."""
    days = [date.fromisoformat(day) for day in (data.get("starts"), data.get("ends")) if day]
    if days:
        yield from range(days[0].year, min(days[-1].year, days[0].year + MOST_YEARS) + 1)
