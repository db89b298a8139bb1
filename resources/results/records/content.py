"""The data of a record: everything public of a project or result, as plain values that JSON has.

The keys are those of the files and are described on the page of open data: a new one may be added, none may change its
meaning. Kinds are codes of ``models.vocabulary``; dates are ISO 8601; amounts are numbers as text, so none is rounded.
"""

from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import Page

from resources.results.models import GrantProgramme, Project, Result, Theme

Data = dict[str, Any]


def data_of(page: Project | Result) -> Data:
    """The data of the record of a live page."""
    with override(page.language):  # the addresses of materials are those in the language of the page
        own = _project(page) if isinstance(page, Project) else _result(page)
    return {
        "id": str(page.key),
        "kind": "project" if isinstance(page, Project) else "result",
        "title": page.title,
        "summary": page.summary,
        "description": plain_text(page.body_html),
        "language": page.language,
        **own,
    }


def _project(page: Project) -> Data:
    results = Result.objects.live().public().filter(of_project=page.pk).order_by("path")
    return {
        "number": page.number,
        **_belonging(page),
        "funding": page.funding,
        "starts": page.starts.isoformat() if page.starts else None,
        "ends": page.ends.isoformat() if page.ends else None,
        "period": page.period,
        "total_cost": f"{page.total_cost:.2f}" if page.total_cost is not None else None,
        "cofinancing": f"{page.cofinancing.normalize():f}" if page.cofinancing is not None else None,
        "budget": page.budget,
        "partnership": [{"name": row.name, "role": row.role, "kind": row.kind} for row in page.partnership.all()],
        "regions": [{"code": row.region, "area": row.area} for row in page.regions.all()],
        "beneficiaries": [
            {
                "number": row.number,
                "precision": row.precision,
                "unit": row.unit,
                "kind": row.kind,
                "description": row.description,
            }
            for row in page.beneficiaries.all()
        ],
        "components": [{"kind": row.kind, "title": row.title, "text": row.text} for row in page.components.all()],
        "parts": [{"title": row.title, "text": plain_text(row.text)} for row in page.parts.all()],
        "results": [{"id": str(result.key), "title": result.title} for result in results],
    }


def _result(page: Result) -> Data:
    project = (
        Project.objects.live().public().filter(pk=page.of_project_id).select_related("grant_programme", "theme").first()
    )
    chosen = [row.page_id for row in page.materials.all()]
    pages = {found.pk: found for found in Page.objects.live().public().filter(pk__in=chosen)}
    belonging = _belonging(project) if project else {"theme": None, "programme": None}
    return {
        "number": project.number if project else page.project_number,
        **belonging,
        **({"programme": _programme(page.grant_programme)} if page.grant_programme else {}),
        "project": {"id": str(project.key), "title": project.title, "number": project.number} if project else None,
        "validation": page.validation,
        "elements": [{"title": row.title, "text": row.text} for row in page.elements.all()],
        "addressees": [{"name": row.name, "kind": row.kind} for row in page.addressees.all()],
        "materials": [{"title": pages[pk].title, "path": _path(pages[pk])} for pk in chosen if pk in pages],
        "summary_en": page.summary_en,
    }


def _belonging(project: Project) -> Data:
    return {"theme": _theme(project.theme), "programme": _programme(project.grant_programme)}


def _theme(theme: Theme | None) -> Data | None:
    return {"key": f"t{theme.pk}", "code": theme.code, "name": theme.name} if theme else None


def _programme(programme: GrantProgramme | None) -> Data | None:
    if programme is None:
        return None
    return {"key": f"p{programme.pk}", "name": programme.name, "short_name": programme.short_name}


def _path(page: Page) -> str:
    parts = page.get_url_parts()
    return str(parts[2]) if parts and parts[2] else ""


def plain_text(html: str) -> str:
    """The text of HTML, a paragraph, heading, list item or row of a table in each line."""
    for end in ("</p>", "</li>", "</h2>", "</h3>", "</h4>", "</tr>", "</dd>", "</dt>", "</blockquote>", "<br/>"):
        html = html.replace(end, f"{end}\n")
    lines = (" ".join(line.split()) for line in unescape(strip_tags(html.replace("</td>", "</td> "))).splitlines())
    return "\n".join(line for line in lines if line)
