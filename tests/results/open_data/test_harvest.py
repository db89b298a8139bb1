"""A harvester that others use (PyPI's oaipmh) takes the whole base, page by page, and understands every error."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from oaipmh import error
from oaipmh.client import BaseClient
from oaipmh.metadata import MetadataRegistry, oai_dc_reader
from wagtail.models import Page

from publishing import limits
from resources.results.models import ProjectIndex, Record
from resources.results.open_data.oai import verbs
from tests.results.builders import make_project, make_result

pytestmark = pytest.mark.django_db

ADDRESS = "/otwarte-dane/oai"
PREFIX = {"metadataPrefix": "oai_dc"}
NOBODY = "urn:uuid:5f2f3c1e-0d5e-4a6e-9a0b-111111111111"


class Harvester(BaseClient):
    """The client, which asks the site without a network."""

    def __init__(self, *, post: bool) -> None:
        registry = MetadataRegistry()
        registry.registerReader("oai_dc", oai_dc_reader)
        super().__init__(registry)
        self._site = Client()
        self._post = post

    def makeRequest(self, **query: str) -> bytes:  # noqa: N802 - the name of the library
        if self._post:
            form = "application/x-www-form-urlencoded"
            response = self._site.post(ADDRESS, urlencode(query), content_type=form)
        else:
            response = self._site.get(ADDRESS, query)
        assert response.status_code == 200
        return bytes(response.content)


@pytest.fixture(params=[False, True], ids=["get", "post"])
def harvester(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Harvester:
    monkeypatch.setattr(verbs, "A_PAGE", 2)
    limits.clear()
    return Harvester(post=request.param)


@pytest.fixture
def filled(base: ProjectIndex) -> ProjectIndex:
    """Four projects, one of them deleted, and a result."""
    projects = [make_project(base, title, slug=title.lower()) for title in ("Bocian", "Czapla", "Dudek", "Wilga")]
    make_result(base, "Model", projects[0], summary_en="A model.")
    for number, record in enumerate(Record.objects.of(base).order_by("data__title")):
        Record.objects.filter(pk=record.pk).update(changed_at=datetime(2026, 11, 1 + number, 12, tzinfo=UTC))
    Page.objects.get(pk=projects[3].pk).delete()
    return base


def titles(records: Iterator[Any]) -> list[str]:
    return [metadata.getField("title")[0] for header, metadata, _about in records if not header.isDeleted()]


def test_the_repository_says_what_it_is(filled: ProjectIndex, harvester: Harvester) -> None:
    said = harvester.identify()
    assert (said.protocolVersion(), said.granularity(), said.deletedRecord()) == (
        "2.0",
        "YYYY-MM-DDThh:mm:ssZ",
        "persistent",
    )
    assert said.earliestDatestamp() == datetime(2026, 11, 1, 12)  # noqa: DTZ001 - the client's are without a zone
    assert [prefix for prefix, _schema, _space in harvester.listMetadataFormats()] == ["oai_dc"]
    assert [name for _spec, name, _about in harvester.listSets()] == ["Projekty", "Rezultaty"]


def test_all_records_are_taken(filled: ProjectIndex, harvester: Harvester) -> None:
    records = list(harvester.listRecords(**PREFIX))
    assert sorted(titles(iter(records))) == ["Bocian", "Czapla", "Dudek", "Model"]
    assert [header.isDeleted() for header, _metadata, _about in records].count(True) == 1
    headers = list(harvester.listIdentifiers(**PREFIX))
    assert [header.identifier() for header in headers] == [header.identifier() for header, *_rest in records]
    for header, metadata, _about in records:
        again, same, _about = harvester.getRecord(**PREFIX, identifier=header.identifier())
        assert again.datestamp() == header.datestamp()
        if metadata is not None:
            assert same.getMap() == metadata.getMap()


def test_a_part_is_taken(filled: ProjectIndex, harvester: Harvester) -> None:
    (spec,) = [spec for spec, name, _about in harvester.listSets() if name == "Projekty"]
    assert sorted(titles(harvester.listRecords(**PREFIX, set=spec))) == ["Bocian", "Czapla", "Dudek"]
    since, until = datetime(2026, 11, 2), datetime(2026, 11, 4)  # noqa: DTZ001
    assert sorted(titles(harvester.listRecords(**PREFIX, from_=since, until=until))) == ["Czapla", "Dudek"]


def test_errors_are_understood(filled: ProjectIndex, harvester: Harvester) -> None:
    def ask(verb: str, **query: Any) -> None:
        harvester.makeRequestErrorHandling(verb=verb, **query)

    with pytest.raises(error.BadVerbError):
        ask("Nic")
    with pytest.raises(error.BadArgumentError):
        ask("ListRecords")
    with pytest.raises(error.BadResumptionTokenError):
        ask("ListRecords", resumptionToken="x")
    with pytest.raises(error.CannotDisseminateFormatError):
        harvester.listRecords(metadataPrefix="marc21")
    with pytest.raises(error.IdDoesNotExistError):
        harvester.getRecord(**PREFIX, identifier=NOBODY)
    with pytest.raises(error.NoRecordsMatchError):
        harvester.listRecords(**PREFIX, from_=datetime(2030, 1, 1))  # noqa: DTZ001
    deleted = next(header for header in harvester.listIdentifiers(**PREFIX) if header.isDeleted())
    with pytest.raises(error.NoMetadataFormatsError):
        harvester.listMetadataFormats(identifier=deleted.identifier())


def test_an_empty_base_has_no_sets(base: ProjectIndex, harvester: Harvester) -> None:
    with pytest.raises(error.NoSetHierarchyError):
        harvester.listSets()
