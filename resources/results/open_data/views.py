"""The page about the open data, its files, and the lasting address of each record."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from publishing import limits
from publishing.access import is_restricted
from publishing.links import Link
from publishing.public_cache import cached
from publishing.routing import site_of
from resources.results.citation import publisher_of
from resources.results.filtering import filters_of
from resources.results.models import Licence, ProjectIndex, Record
from resources.results.models.records import RecordQuerySet
from resources.results.open_data import dcat
from resources.results.open_data.columns import COLUMNS
from resources.results.open_data.files import csv_lines, json_parts, public_data


def base_of(request: HttpRequest) -> ProjectIndex:
    """The results base of the site. Raises ``Http404`` where it has none that everybody may read."""
    site = site_of(request)
    if site is None:
        raise Http404

    def read() -> ProjectIndex | None:
        found: ProjectIndex | None = (
            ProjectIndex.objects.live().descendant_of(site.root_page).select_related("locale").first()
        )
        return found

    base = cached(("results base", site.root_page_id), read)
    if base is None or is_restricted(base):
        raise Http404
    return base


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """``/otwarte-dane/``: what there is, in which formats, under which licence, how to cite it."""
    base = base_of(request)
    records = Record.objects.of(base).public()
    counts = {kind: records.filter(kind=kind).count() for kind in (Record.Kind.PROJECT, Record.Kind.RESULT)}
    context = {
        "base": Link(base.title, base.get_url(request) or ""),
        "breadcrumbs": [Link(base.title, base.get_url(request) or "")],
        "projects": counts[Record.Kind.PROJECT],
        "results": counts[Record.Kind.RESULT],
        "project_columns": COLUMNS[Record.Kind.PROJECT],
        "result_columns": COLUMNS[Record.Kind.RESULT],
        "licence": Link(str(Licence(base.licence).label), base.licence),
        "publisher": publisher_of(base),
        "contact_email": base.contact_email,
        "today": timezone.localdate(),
        "oai_url": request.build_absolute_uri(reverse("results_data:oai")),
        "catalogue_url": request.build_absolute_uri(reverse("results_data:catalogue")),
        "example_url": request.build_absolute_uri(f"{reverse('results_data:projects_csv')}?rok=2014&region=24"),
        "all_records": "?verb=ListRecords&metadataPrefix=oai_dc",
        "own_url": request.build_absolute_uri(reverse("results:open_data")),
    }
    return render(request, "results/open_data/about.html", context)


@require_safe
def csv_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/otwarte-dane/projekty.csv`` and ``rezultaty.csv``, with the filters of the list."""
    records = _records(request, kind)
    if records is None:
        return limits.too_many(request)
    response = StreamingHttpResponse(
        csv_lines(records, kind=kind, request=request), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(kind)}.csv"'
    return response


@require_safe
def json_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/otwarte-dane/projekty.json`` and ``rezultaty.json``, with the filters of the list."""
    records = _records(request, kind)
    if records is None:
        return limits.too_many(request)
    base = base_of(request)
    about_data = {"publisher": publisher_of(base), "licence": base.licence, "made": timezone.now().isoformat()}
    parts = json_parts(records, about=about_data, request=request)
    response = StreamingHttpResponse(parts, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(kind)}.json"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """``/otwarte-dane/katalog.jsonld``: the DCAT-AP catalogue."""
    return _json(dcat.catalogue(base_of(request), request), "application/ld+json")


@require_safe
def record(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """``/rekordy/<uuid>/``: leads to the page of a record, wherever it is now."""
    found = _record(request, uuid)
    if found.deleted or found.page is None:
        return HttpResponse(
            render(request, "results/open_data/gone.html", {"base_url": base_of(request).get_url(request)}).content,
            status=HTTPStatus.GONE,
        )
    return redirect(found.page.get_url(request) or "/")


@require_safe
def record_json(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """``/rekordy/<uuid>.json``: one record as in the JSON files."""
    found = _record(request, uuid)
    if found.deleted:
        return HttpResponse(status=HTTPStatus.GONE)
    return _json(public_data(found, request), "application/json")


def _record(request: HttpRequest, uuid: UUID) -> Record:
    return get_object_or_404(Record.objects.of(base_of(request)).select_related("page"), pk=uuid)


def _records(request: HttpRequest, kind: str) -> RecordQuerySet | None:
    """The records that an address of a file asks for; None where too many files have been asked for."""
    base = base_of(request)
    if not limits.allowed_here(request, "open_data"):
        return None
    records: RecordQuerySet = filters_of(request.GET, base).qs.filter(kind=kind)
    return records


def _file_name(kind: str) -> str:
    name = "projekty" if kind == Record.Kind.PROJECT else "rezultaty"
    return f"{name}-{timezone.localdate().isoformat()}"


def _json(data: dict[str, Any], content_type: str) -> HttpResponse:
    response = HttpResponse(orjson.dumps(data), content_type=content_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
