"""What the page of a project shows around its text."""

from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polish.amounts import money_text, number_text
from publishing.blocks import anchor_of
from publishing.links import Link
from resources.results.cards import Component, Part, Partner, ProjectShown, Source
from resources.results.citation import citation_of
from resources.results.models import Project, ProjectBeneficiaries, ProjectPartner, Result


def shown(project: Project, request: HttpRequest) -> ProjectShown:
    """The particulars of a project; the number of queries does not depend on how many there are."""
    partnership = list(project.partnership.all())
    results = Result.objects.live().public().filter(of_project=project.pk).order_by("path") if project.pk else ()
    return ProjectShown(
        leaders=[_partner(row) for row in partnership if row.role == ProjectPartner.Role.LEADER],
        partners=[_partner(row) for row in partnership if row.role == ProjectPartner.Role.PARTNER],
        components=[Component(row.get_kind_display(), row.title, row.text) for row in project.components.all()],
        regions=[str(row) for row in project.regions.all()],
        beneficiaries=[in_words(row) for row in project.beneficiaries.all()],
        budget=budget_of(project),
        results=[Link(result.title, result.get_url(request) or "") for result in results],
        parts=[Part(title=part.title, anchor=anchor_of(part.title), text=part.text) for part in project.parts.all()],
        sources=[Source(row.title, row.note, row.url) for row in project.sources.all()],
        downloads=[item.as_download() for item in project.documents.select_related("document")],
        citation=citation_of(project, request),
        record_url=reverse("results_data:record", args=[project.key]),
    )


def _partner(row: ProjectPartner) -> Partner:
    return Partner(row.name, str(row.get_kind_display()) if row.kind else "")


def budget_of(project: Project) -> str:
    """The budget in words: as the editor wrote it, else the amount and the share of the grant."""
    if project.budget or project.total_cost is None:
        return project.budget
    cost = money_text(project.total_cost)
    if project.cofinancing is None:
        return cost
    return _("%(cost)s, co-financed in %(percent)s%%") % {"cost": cost, "percent": number_text(project.cofinancing)}


def in_words(row: ProjectBeneficiaries) -> str:
    """Such as "at least 250 organisations: ngos of the region"."""
    parts = []
    if row.number is not None:
        parts.append(_counted(row.number, row.unit, row.precision))
    said = row.description or (str(row.get_kind_display()) if row.kind else "")
    return ": ".join([*parts, said] if said else parts)


def _counted(number: int, unit: str, precision: str) -> str:
    values = {"number": number_text(Decimal(number))}
    if unit == ProjectBeneficiaries.Unit.PEOPLE:
        counted = ngettext("%(number)s person", "%(number)s people", number) % values
    elif unit == ProjectBeneficiaries.Unit.ORGANISATIONS:
        counted = ngettext("%(number)s organisation", "%(number)s organisations", number) % values
    else:
        counted = ngettext("%(number)s local government unit", "%(number)s local government units", number) % values
    if precision == ProjectBeneficiaries.Precision.ABOUT:
        return _("about %(counted)s") % {"counted": counted}
    if precision == ProjectBeneficiaries.Precision.AT_LEAST:
        return _("at least %(counted)s") % {"counted": counted}
    return counted
