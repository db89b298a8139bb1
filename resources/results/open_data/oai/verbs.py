"""The six verbs of the protocol (4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from lxml import etree

from resources.results.citation import publisher_of
from resources.results.models import ProjectIndex, Record, RecordValue
from resources.results.models.records import RecordQuerySet
from resources.results.open_data.oai import xml
from resources.results.open_data.oai.arguments import OAI_DC, Selection, as_text, check_prefix, selection
from resources.results.open_data.oai.errors import OaiError
from resources.results.open_data.oai.tokens import VALID, Position, read, token_of
from resources.results.records.facets import label_of

A_PAGE = 100
"""Records in one answer."""
URN = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Repository:
    """What an answer is about: the base, the address of the protocol, that of the records, and the time."""

    base: ProjectIndex
    url: str
    records_url: str
    now: datetime

    def records(self) -> RecordQuerySet:
        return Record.objects.of(self.base)


def answer(repository: Repository, verb: str, arguments: Mapping[str, str]) -> etree._Element:
    """The element of a verb with its checked arguments. Raises ``OaiError``."""
    element = xml.verb_element(verb)
    if verb == "Identify":
        _identify(element, repository)
    elif verb == "ListMetadataFormats":
        _formats(element, repository, arguments)
    elif verb == "ListSets":
        _sets(element, repository, arguments)
    elif verb == "GetRecord":
        check_prefix(arguments["metadataPrefix"])
        _add(element, _found(repository, arguments["identifier"]), repository)
    else:
        _list(element, repository, verb, arguments)
    return element


def _identify(element: etree._Element, repository: Repository) -> None:
    base = repository.base
    earliest = repository.records().order_by("changed_at").values_list("changed_at", flat=True).first()
    xml.child(element, "repositoryName", base.title)
    xml.child(element, "baseURL", repository.url)
    xml.child(element, "protocolVersion", "2.0")
    xml.child(element, "adminEmail", base.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    xml.child(element, "earliestDatestamp", as_text(earliest or repository.now))
    xml.child(element, "deletedRecord", "persistent")
    xml.child(element, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _formats(element: etree._Element, repository: Repository, arguments: Mapping[str, str]) -> None:
    if "identifier" in arguments and _found(repository, arguments["identifier"]).deleted:
        raise OaiError("noMetadataFormats", "The record is deleted.")
    listed = xml.child(element, "metadataFormat")
    xml.child(listed, "metadataPrefix", OAI_DC)
    xml.child(listed, "schema", xml.DC_XSD)
    xml.child(listed, "metadataNamespace", xml.DC_FORMAT)


def _sets(element: etree._Element, repository: Repository, arguments: Mapping[str, str]) -> None:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is given whole.")
    values = RecordValue.objects.filter(record__base=repository.base, facet__in=xml.SET_FACETS)
    rows = values.order_by("facet", "value", "label").values_list("facet", "value", "label").distinct()
    sets = {value: label_of(facet, value, label) for facet, value, label in rows}
    if not sets:
        raise OaiError("noSetHierarchy", "The base is empty, so there are no sets.")
    for spec, name in sets.items():
        listed = xml.child(element, "set")
        xml.child(listed, "setSpec", spec)
        xml.child(listed, "setName", name)


def _found(repository: Repository, identifier: str) -> Record:
    try:
        key = UUID(identifier.removeprefix(URN)) if identifier.startswith(URN) else None
    except ValueError:
        key = None
    record = repository.records().filter(pk=key).first() if key else None
    if record is None:
        raise OaiError("idDoesNotExist", "There is no such record.")
    return record


def _list(element: etree._Element, repository: Repository, verb: str, arguments: Mapping[str, str]) -> None:
    position = None
    if "resumptionToken" in arguments:
        wanted, position = read(arguments["resumptionToken"], verb)
    else:
        check_prefix(arguments["metadataPrefix"])
        wanted = selection(arguments)
    records = _wanted(repository.records(), wanted)
    total = position.total if position else records.count()
    if position is not None:
        later = Q(changed_at__gt=position.changed_at) | Q(changed_at=position.changed_at, pk__gt=position.key)
        records = records.filter(later)
    page = list(records.order_by("changed_at", "pk").prefetch_related("values")[: A_PAGE + 1])
    if not page and position is None:
        raise OaiError("noRecordsMatch", "No record is in this period and set.")
    for record in page[:A_PAGE]:
        if verb == "ListIdentifiers":
            xml.add_header(element, record)
        else:
            _add(element, record, repository)
    _add_token(element, repository, verb, wanted, position, page, total)


def _add_token(
    element: etree._Element,
    repository: Repository,
    verb: str,
    wanted: Selection,
    position: Position | None,
    page: list[Record],
    total: int,
) -> None:
    """The token of a list that goes on; an empty one ends a list that was resumed."""
    before = position.before if position else 0
    if len(page) > A_PAGE:
        last = page[A_PAGE - 1]
        token = token_of(verb, wanted, Position(last.changed_at, last.pk, before + A_PAGE, total))
        expires = {"expirationDate": as_text(repository.now + VALID)}
    elif position is not None:
        token, expires = "", {}
    else:
        return
    size = max(total, before + len(page))
    xml.child(element, "resumptionToken", token, **expires, completeListSize=str(size), cursor=str(before))


def _wanted(records: RecordQuerySet, wanted: Selection) -> RecordQuerySet:
    if wanted.set_spec:
        rows = RecordValue.objects.filter(facet__in=xml.SET_FACETS, value=wanted.set_spec)
        records = records.filter(pk__in=rows.values("record"))
    return records.changed_between(wanted.start, wanted.end)


def _add(element: etree._Element, record: Record, repository: Repository) -> None:
    address = f"{repository.records_url}{record.key}/"
    publisher, rights = publisher_of(repository.base), repository.base.licence
    xml.add_record(element, record, address=address, publisher=publisher, rights=rights)
