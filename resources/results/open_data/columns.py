"""The columns of the CSV files: their names, which are part of the data and so are Polish in every language.

Where a cell holds several things, they are separated by `` | ``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resources.results.models import (
    BeneficiaryKind,
    PartnerKind,
    ProjectBeneficiaries,
    ProjectComponent,
    Record,
    Region,
)
from resources.results.records.content import Data
from resources.results.records.facets import label_of_programme

BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its ``name``, the ``key`` of the same thing in JSON, what it ``means``, and the cell of a record."""

    name: str
    key: str
    means: str | Promise
    cell: Callable[[Data], str]


def _text(key: str) -> Callable[[Data], str]:
    return lambda data: str(data.get(key) or "")


def _inner(key: str, inner: str) -> Callable[[Data], str]:
    return lambda data: str((data.get(key) or {}).get(inner) or "")


def _each(key: str, written: Callable[[Data], str]) -> Callable[[Data], str]:
    return lambda data: _joined(written(row) for row in data.get(key) or ())


def _joined(texts: Iterable[str]) -> str:
    return BETWEEN.join(text for text in texts if text)


def _label(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _with_kind(text: str, kind: str) -> str:
    return f"{text} ({kind})" if text and kind else text or kind


def _theme(data: Data) -> str:
    theme = data.get("theme") or {}
    return f"{theme.get('code', '')}. {theme['name']}".removeprefix(". ") if theme else ""


def _programme(data: Data) -> str:
    programme = data.get("programme")
    return label_of_programme(programme) if programme else ""


def _partners(data: Data, role: str) -> str:
    rows = [row for row in data.get("partnership") or () if row["role"] == role]
    return _joined(_with_kind(row["name"], _label(PartnerKind, row["kind"]) if row["kind"] else "") for row in rows)


def _region(row: Data) -> str:
    return _with_kind(_label(Region, row["code"]) if row["code"] else "", row["area"])


def _beneficiaries(row: Mapping[str, Any]) -> str:
    units = ProjectBeneficiaries.Unit
    precision = "" if row["precision"] == "exact" else _label(ProjectBeneficiaries.Precision, row["precision"])
    number = "" if row["number"] is None else f"{precision} {row['number']} {_label(units, row['unit'])}".strip()
    said = row["description"] or (_label(BeneficiaryKind, row["kind"]) if row["kind"] else "")
    return ": ".join(text for text in (number, said) if text)


def _component(row: Data) -> str:
    return f"{_label(ProjectComponent.Kind, row['kind'])}: {row['title']}"


_SHARED = (
    Column("identyfikator", "id", _("identifier, which never changes"), _text("id")),
    Column("tytuł", "title", _("title"), _text("title")),
    Column("numer projektu", "number", _("number that the grant programme gave"), _text("number")),
    Column("temat", "theme", _("theme of the grant programme"), _theme),
    Column("program", "programme", _("grant programme"), _programme),
    Column("streszczenie", "summary", _("one or two sentences"), _text("summary")),
)
_LAST = (
    Column("opis", "description", _("description as text"), _text("description")),
    Column("adres", "url", _("lasting address"), _text("url")),
    Column("data zmiany", "changed", _("when the entry last changed"), lambda data: str(data["changed"])[:10]),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    Record.Kind.PROJECT: (
        *_SHARED,
        Column("finansowanie", "funding", _("axis, measure and fund in words"), _text("funding")),
        Column(
            "lider",
            "partnership",
            _("who leads, with the kind of organisation"),
            lambda data: _partners(data, "leader"),
        ),
        Column("partnerzy", "partnership", _("the other partners"), lambda data: _partners(data, "partner")),
        Column("początek", "starts", _("first day, or the first that it may be"), _text("starts")),
        Column("koniec", "ends", _("last day, or the last that it may be"), _text("ends")),
        Column("okres słownie", "period", _("where the days are not known"), _text("period")),
        Column("koszt całkowity (zł)", "total_cost", _("total cost in złoty"), _text("total_cost")),
        Column("dofinansowanie (%)", "cofinancing", _("share of the grant"), _text("cofinancing")),
        Column("budżet słownie", "budget", _("the budget as it is described"), _text("budget")),
        Column("regiony", "regions", _("voivodeships and smaller areas"), _each("regions", _region)),
        Column(
            "odbiorcy", "beneficiaries", _("numbers and kinds of beneficiaries"), _each("beneficiaries", _beneficiaries)
        ),
        Column("składniki", "components", _("subprojects, priorities, areas"), _each("components", _component)),
        Column("rezultaty", "results", _("titles of the results"), _each("results", lambda row: row["title"])),
        *_LAST,
    ),
    Record.Kind.RESULT: (
        *_SHARED,
        Column("projekt", "project", _("title of the project"), _inner("project", "title")),
        Column("walidacja", "validation", _("what may be said of validation"), _text("validation")),
        Column("elementy", "elements", _("what the result consists of"), _each("elements", lambda row: row["title"])),
        Column("adresaci", "addressees", _("who may use it"), _each("addressees", lambda row: row["name"])),
        Column(
            "materiały", "materials", _("what grew from it on this site"), _each("materials", lambda row: row["title"])
        ),
        Column("streszczenie po angielsku", "summary_en", _("summary in English"), _text("summary_en")),
        *_LAST,
    ),
}
"""The columns of each kind of record."""
