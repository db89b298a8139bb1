"""The one address of OAI-PMH."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing import limits
from resources.results.open_data.oai import xml
from resources.results.open_data.oai.arguments import verb_and_arguments
from resources.results.open_data.oai.errors import OaiError
from resources.results.open_data.oai.verbs import Repository, answer
from resources.results.open_data.views import base_of

RETRY_AFTER = 30
_NOTHING = "00000000-0000-0000-0000-000000000000"


@csrf_exempt  # it changes nothing, and harvesters have no token
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """``/otwarte-dane/oai?verb=…``, by GET or POST. Errors of the protocol are answers with the status 200."""
    base = base_of(request)
    if not limits.allowed_here(request, "oai"):
        # The protocol asks harvesters to wait in this way (3.1.2.2).
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_AFTER)})
    records_url = reverse("results_data:record", args=[_NOTHING]).removesuffix(f"{_NOTHING}/")
    repository = Repository(
        base=base,
        url=request.build_absolute_uri(request.path),
        records_url=request.build_absolute_uri(records_url),
        now=timezone.now(),
    )
    with override("pl"):
        return HttpResponse(_answered(repository, request), content_type="text/xml; charset=utf-8")


def _answered(repository: Repository, request: HttpRequest) -> bytes:
    asked: Mapping[str, str] = {}
    try:
        verb, arguments = verb_and_arguments(_given(request.POST if request.method == "POST" else request.GET))
        asked = {"verb": verb, **arguments}
        return xml.envelope(repository.url, repository.now, asked, answer(repository, verb, arguments))
    except OaiError as error:
        if error.code in ("badVerb", "badArgument"):
            asked = {}  # 3.2: the attributes would repeat what is wrong
        return xml.envelope(repository.url, repository.now, asked, error)


def _given(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values]
