"""The page of the calculator. What is counted stands in the address; nothing is kept."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.links import Link
from resources.guidance.calculators.employment_cost import MissingRatesError
from resources.guidance.calculators.forms import EmploymentCostForm
from resources.guidance.calculators.rates import names_of, rates_on
from resources.guidance.calculators.results import result_of
from resources.guidance.tools import ToolElsewhereError, elsewhere, find_tool, kept_private


@require_safe
def employment_cost(request: HttpRequest, path: str, block_id: str) -> HttpResponse:
    """``/<chapter>/kalkulator/<block id>/?brutto=…&etat=…``: the form, and below it the calculation."""
    try:
        tool = find_tool(request, path, "employment_cost", block_id)
    except ToolElsewhereError as error:
        return elsewhere(error)
    given = {name: value for name, value in request.GET.items() if name in EmploymentCostForm.base_fields}
    # What is missing has its usual value; a field that was sent empty stays so.
    form = EmploymentCostForm({**EmploymentCostForm.defaults(), **given})
    result = None
    if form.is_valid():
        month = form.cleaned_data["miesiac"]
        rates = rates_on(month)
        wage = form.use_rates(rates)
        if form.is_valid():
            try:
                result = result_of(form.employment(), rates, month=month, wage=wage)
            except MissingRatesError as error:
                message = _("For %(month)s we do not know: %(names)s. Choose a later month, or write to the editors.")
                form.add_error("miesiac", message % {"month": _month(month), "names": names_of(error.keys)})
    chapter = Link(tool.page.title, tool.page_url)
    context: dict[str, Any] = {
        "title": tool.value["title"],
        "intro": tool.value["intro"],
        "chapter": chapter,
        "form": form,
        "error_heading": _("The cost cannot be calculated yet"),
        "result": result,
        "given": bool(given),
        "address": request.build_absolute_uri(f"{request.path}?{urlencode(form.data)}"),
        "breadcrumbs": [*tool.page.breadcrumbs(request), chapter],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    response = render(request, "guidance/pages/employment_cost.html", context, status=status)
    return kept_private(response, request, tool.page)


def _month(month: Any) -> str:
    return date_format(month, "m.Y")
