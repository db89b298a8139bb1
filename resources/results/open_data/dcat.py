"""The catalogue of the open data as DCAT-AP 3 in JSON-LD, with addresses of the vocabularies of the EU."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from resources.results.citation import publisher_of
from resources.results.models import ProjectIndex, Record

AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DATASETS = {
    Record.Kind.PROJECT: (
        "projects",
        "Projekty",
        "Projekty, z których wyrosły materiały serwisu: partnerstwo, program, daty, budżet, regiony, odbiorcy.",
        "Projects: partnership, grant programme, dates, budget, regions, beneficiaries.",
    ),
    Record.Kind.RESULT: (
        "results",
        "Rezultaty projektów",
        "Zwalidowane rezultaty projektów: z czego się składają, dla kogo są i co z nich powstało.",
        "Validated results of projects: elements, addressees, what grew from them.",
    ),
}
"""The data sets: the name in addresses, the title, the description in Polish and in English."""
FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
KEYWORDS = ("organizacje pozarządowe", "gospodarka społeczna", "projekty", "rezultaty")


def catalogue(base: ProjectIndex, request: HttpRequest) -> dict[str, Any]:
    """The catalogue with its two data sets and the OAI-PMH service."""
    publisher = {"@id": f"{_here(request)}#wydawca", "@type": "foaf:Agent", "foaf:name": publisher_of(base)}
    modified = _latest(base)
    sets = [_dataset(kind, base, publisher, modified, request) for kind in DATASETS]
    service = {
        "@id": _url(request, "oai"),
        "@type": "dcat:DataService",
        "dct:title": [_pl("Protokół OAI-PMH 2.0"), _en("OAI-PMH 2.0 service")],
        "dcat:endpointURL": {"@id": _url(request, "oai")},
        "dct:conformsTo": {"@id": "http://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm"},
        "dcat:servesDataset": [{"@id": item["@id"]} for item in sets],
        "dct:publisher": publisher,
        "dct:license": {"@id": base.licence},
    }
    return {
        "@context": CONTEXT,
        "@id": _here(request),
        "@type": "dcat:Catalog",
        "dct:title": [_pl(base.title), _en("Results base")],
        "dct:description": [_pl(base.summary or base.title)],
        "dct:publisher": publisher,
        "dct:language": {"@id": f"{AUTHORITY}/language/POL"},
        "dct:license": {"@id": base.licence},
        "foaf:homepage": {"@id": request.build_absolute_uri(reverse("results:open_data"))},
        **_modified(modified),
        "dcat:dataset": sets,
        "dcat:service": [service],
    }


def _dataset(
    kind: str, base: ProjectIndex, publisher: dict[str, Any], modified: datetime | None, request: HttpRequest
) -> dict[str, Any]:
    name, title, description, english = DATASETS[Record.Kind(kind)]
    contact = {"vcard:hasEmail": {"@id": f"mailto:{base.contact_email}"}} if base.contact_email else {}
    return {
        "@id": f"{_here(request)}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{_here(request)}#{name}",
        "dct:title": [_pl(title)],
        "dct:description": [_pl(description), _en(english)],
        "dct:publisher": publisher,
        "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": publisher["foaf:name"], **contact},
        "dct:language": {"@id": f"{AUTHORITY}/language/POL"},
        "dcat:theme": [{"@id": f"{AUTHORITY}/data-theme/SOCI"}],
        "dcat:keyword": [_pl(word) for word in KEYWORDS],
        "dct:spatial": {"@id": f"{AUTHORITY}/country/POL"},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/IRREG"},
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC"},
        "dcat:landingPage": {"@id": request.build_absolute_uri(reverse("results:open_data"))},
        **_modified(modified),
        "dcat:distribution": [_distribution(name, extension, base, request) for extension in FORMATS],
    }


def _distribution(name: str, extension: str, base: ProjectIndex, request: HttpRequest) -> dict[str, Any]:
    address = _url(request, f"{name}_{extension}")
    code, media_type = FORMATS[extension]
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": [_pl(code)],
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{code}"},
        "dct:license": {"@id": base.licence},
    }


def _latest(base: ProjectIndex) -> datetime | None:
    latest: datetime | None = (
        Record.objects.of(base).order_by("-changed_at").values_list("changed_at", flat=True).first()
    )
    return latest


def _modified(latest: datetime | None) -> dict[str, Any]:
    if latest is None:
        return {}
    return {"dct:modified": {"@type": "xsd:dateTime", "@value": latest.isoformat()}}


def _here(request: HttpRequest) -> str:
    return _url(request, "catalogue")


def _url(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(f"results_data:{name}"))


def _pl(text: str) -> dict[str, str]:
    return {"@language": "pl", "@value": text}


def _en(text: str) -> dict[str, str]:
    return {"@language": "en", "@value": text}
