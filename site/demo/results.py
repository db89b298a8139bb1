"""The particulars of projects and results in the demo: rows beside their text."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from resources.results.models import GrantProgramme, Project, ProjectBeneficiaries, Result, Theme

BASE = {
    "title": "Baza rezultatów",
    "summary": "Projekty, z których opisów wyrosły nasze materiały, i ich rezultaty. Dane możesz pobrać i wykorzystać.",
    "search_text": "projekty, rezultaty projektów, produkty projektów, dane otwarte, baza projektów",
    "contact_email": "dane@example.org",
}
_PLAIN = ("number", "total_cost", "cofinancing", "budget", "starts", "ends", "period", "funding")


def project_fields(meta: dict[str, Any]) -> dict[str, Any]:
    """The fields of a project from the front matter of its file."""
    fields = {name: meta[name] for name in _PLAIN if meta.get(name) is not None}
    return {**fields, "theme": _theme(meta.get("theme")), "grant_programme": _programme(meta.get("programme"))}


def result_fields(meta: dict[str, Any]) -> dict[str, Any]:
    """The fields of a result from the front matter of its file; its project has been made before."""
    project = Project.objects.filter(slug=meta["project"]).first()
    return {
        "of_project": project,
        "project_number": project.number if project else "",
        "grant_programme": _programme(meta.get("programme")),
        "validation": meta.get("validation") or "",
        "summary_en": meta.get("summary_en") or "",
    }


def project_rows(meta: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a project by the name of their relation."""
    return {
        "partnership": [dict(row) for row in meta.get("partnership") or []],
        "regions": [
            {"region": row.get("region", ""), "area": row.get("area", "")} for row in meta.get("regions") or []
        ],
        "beneficiaries": [{"unit": ProjectBeneficiaries.Unit.PEOPLE, **row} for row in meta.get("beneficiaries") or []],
        "components": [dict(row) for row in meta.get("components") or []],
    }


def result_rows(meta: dict[str, Any], page_id: Callable[[str], int]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a result; materials are named by the slugs of their pages."""
    return {
        "elements": [dict(row) for row in meta.get("elements") or []],
        "addressees": [dict(row) for row in meta.get("addressees") or []],
        "materials": [{"page_id": page_id(slug)} for slug in meta.get("materials") or []],
    }


def rows_of(page: Page, meta: dict[str, Any], page_id: Callable[[str], int]) -> dict[str, list[dict[str, Any]]]:
    if isinstance(page, Project):
        return project_rows(meta)
    return result_rows(meta, page_id) if isinstance(page, Result) else {}


def _theme(row: dict[str, str] | None) -> Theme | None:
    return Theme.objects.get_or_create(name=row["name"], defaults={"code": row["code"]})[0] if row else None


def _programme(row: dict[str, str] | None) -> GrantProgramme | None:
    if not row:
        return None
    return GrantProgramme.objects.get_or_create(name=row["name"], defaults={"short_name": row.get("short_name", "")})[0]
