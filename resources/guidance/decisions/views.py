"""The pages of decision guides. Everything is in the address; nothing is kept."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing.links import fields_of
from resources.guidance.decisions.pages import address_of, given_by, page_of
from resources.guidance.decisions.structure import STEP, walk
from resources.guidance.tools import ToolElsewhereError, elsewhere, find_tool, kept_private


@require_safe
def decision(request: HttpRequest, path: str, block_id: str) -> HttpResponse:
    """``/<chapter>/decyzja/<block id>/?<question>=<answer>&…``: the next question, or the outcome.

    An address with other parameters, such as that of a form, redirects to the one that can be shared.
    """
    try:
        tool = find_tool(request, path, "decision", block_id)
    except ToolElsewhereError as error:
        return elsewhere(error)
    taken = walk(tool.value.structure, request.GET.dict())
    shown = page_of(request, tool, taken)
    if not shown.error and STEP in request.GET:
        return HttpResponseRedirect(address_of(request.path, given_by(taken)))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if STEP in request.GET else HTTPStatus.OK
    response = render(request, "guidance/pages/decision.html", fields_of(shown), status=status)
    return kept_private(response, request, tool.page)
