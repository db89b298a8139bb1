"""OAI-PMH 2.0: the six verbs, every error, tokens, deleted records; by GET and by POST."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from lxml import etree
from wagtail.models import Page

from publishing import limits
from resources.results.models import GrantProgramme, ProjectIndex, ProjectPartner, Record
from resources.results.open_data.oai import verbs
from tests.conformance.fuzz import ODD_TEXTS
from tests.prepared import prepared
from tests.results.builders import make_project, make_result

pytestmark = pytest.mark.django_db

NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
DC = {"metadataPrefix": "oai_dc"}


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    limits.clear()


@pytest.fixture
@prepared
def filled(base: ProjectIndex) -> ProjectIndex:
    programme = GrantProgramme.objects.create(name="PIW & EQUAL")
    project = make_project(
        base, "Żuraw\u0001 <b>", slug="zuraw", number="D0001", grant_programme=programme, region="24"
    )
    project.partnership = [
        ProjectPartner(name="Fundacja Żuraw", role="leader", sort_order=0),
        ProjectPartner(name="Gmina Ćma", sort_order=1),
    ]
    project.save()
    make_result(base, "Model", project, summary_en="A model.")
    make_project(base, "Bocian", slug="bocian")
    for number, record in enumerate(Record.objects.of(base).order_by("data__title")):
        Record.objects.filter(pk=record.pk).update(changed_at=datetime(2026, 11, 1 + number, 12, tzinfo=UTC))
    return base


def ask(client: Client, query: Any, *, post: bool = False) -> etree._Element:
    pairs = list(query.items()) if isinstance(query, dict) else query
    if post:
        response = client.post("/otwarte-dane/oai", urlencode(pairs), content_type="application/x-www-form-urlencoded")
    else:
        response = client.get(f"/otwarte-dane/oai?{urlencode(pairs)}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    root = etree.fromstring(response.content)
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["responseDate", "request"]
    return root


def found(root: etree._Element, path: str) -> list[str]:
    return [str(item if isinstance(item, str) else item.text) for item in root.xpath(path, namespaces=NAMES)]


def error(root: etree._Element) -> str:
    (code,) = found(root, "/o:OAI-PMH/o:error/@code")
    return code


@pytest.mark.parametrize("post", [False, True])
def test_identify(client: Client, filled: ProjectIndex, post: bool) -> None:
    root = ask(client, {"verb": "Identify"}, post=post)
    assert {child.tag.rpartition("}")[2]: child.text for child in root[2]} == {
        "repositoryName": "Baza rezultatów",
        "baseURL": "http://testserver/otwarte-dane/oai",
        "protocolVersion": "2.0",
        "adminEmail": "dane@example.org",
        "earliestDatestamp": "2026-11-01T12:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    assert dict(root[1].attrib) == {"verb": "Identify"}
    assert root[1].text == "http://testserver/otwarte-dane/oai"


def test_the_formats(client: Client, filled: ProjectIndex) -> None:
    record = Record.objects.of(filled)[0]
    for query in ({}, {"identifier": f"urn:uuid:{record.pk}"}):
        root = ask(client, {"verb": "ListMetadataFormats", **query})
        assert found(root, "//o:metadataFormat/o:metadataPrefix") == ["oai_dc"]
        assert found(root, "//o:schema") == ["http://www.openarchives.org/OAI/2.0/oai_dc.xsd"]


def test_the_sets(client: Client, filled: ProjectIndex) -> None:
    root = ask(client, {"verb": "ListSets"})
    specs, names = found(root, "//o:setSpec"), found(root, "//o:setName")
    assert dict(zip(names, specs, strict=True)).keys() == {"Projekty", "Rezultaty", "PIW & EQUAL"}
    for spec in specs:
        assert found(ask(client, {"verb": "ListIdentifiers", **DC, "set": spec}), "//o:header/o:identifier")


def test_a_record_in_dublin_core(client: Client, filled: ProjectIndex) -> None:
    project = Record.objects.of(filled).get(data__number="D0001", kind="project")
    result = Record.objects.of(filled).get(kind="result")
    root = ask(client, {"verb": "GetRecord", **DC, "identifier": f"urn:uuid:{project.pk}"})
    assert found(root, "//dc:title") == ["Żuraw <b>"]  # without the control character, which XML cannot hold
    assert found(root, "//dc:creator") == ["Fundacja Żuraw"]
    assert found(root, "//dc:contributor") == ["Gmina Ćma"]
    assert found(root, "//dc:subject") == ["PIW & EQUAL"]
    assert found(root, "//dc:identifier") == [f"http://testserver/rekordy/{project.pk}/", "D0001"]
    assert found(root, "//dc:relation") == [f"http://testserver/rekordy/{result.pk}/"]
    assert found(root, "//dc:coverage") == ["śląskie"]
    assert found(root, "//dc:language") == ["pol"]
    assert found(root, "//o:datestamp") == ["2026-11-03T12:00:00Z"]
    assert "projekty" in found(root, "//o:header/o:setSpec")
    root = ask(client, {"verb": "GetRecord", **DC, "identifier": f"urn:uuid:{result.pk}"})
    assert found(root, "//dc:description[@xml:lang='en']") == ["A model."]
    assert found(root, "//dc:relation") == [f"http://testserver/rekordy/{project.pk}/"]


@pytest.mark.parametrize(
    ("period", "titles"),
    [
        ({}, ["Bocian", "Model", "Żuraw <b>"]),
        ({"from": "2026-11-02"}, ["Model", "Żuraw <b>"]),
        ({"until": "2026-11-02"}, ["Bocian", "Model"]),
        ({"from": "2026-11-02T12:00:00Z", "until": "2026-11-02T12:00:00Z"}, ["Model"]),
        ({"from": "2026-11-01T12:00:01Z", "until": "2026-11-03T11:59:59Z"}, ["Model"]),
        ({"from": "2026-11-03", "set": "projekty"}, ["Żuraw <b>"]),
    ],
)
def test_a_list_of_a_period(client: Client, filled: ProjectIndex, period: dict[str, str], titles: list[str]) -> None:
    root = ask(client, {"verb": "ListRecords", **DC, **period})
    assert found(root, "//dc:title") == titles
    assert len(found(ask(client, {"verb": "ListIdentifiers", **DC, **period}), "//o:header/o:identifier")) == len(
        titles
    )


GET = {"verb": "GetRecord"}
LIST = {"verb": "ListRecords"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Nic"}, "badVerb"),
        ({"verb": "identify"}, "badVerb"),
        ([("verb", "Identify"), ("verb", "Identify")], "badVerb"),
        ({"verb": "Identify", "set": "projekty"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({**GET, **DC}, "badArgument"),
        ({**GET, "identifier": "urn:uuid:1"}, "badArgument"),
        ([*LIST.items(), *DC.items(), ("set", "projekty"), ("set", "rezultaty")], "badArgument"),
        ({**LIST, **DC, "from": "wczoraj"}, "badArgument"),
        ({**LIST, **DC, "from": "2026-02-30"}, "badArgument"),
        ({**LIST, **DC, "from": "2026-11-01T12:00"}, "badArgument"),
        ({**LIST, **DC, "from": "٢٠٢٦-11-01"}, "badArgument"),
        ({**LIST, **DC, "from": "2026-11-02", "until": "2026-11-01"}, "badArgument"),
        ({**LIST, **DC, "from": "2026-11-01", "until": "2026-11-02T12:00:00Z"}, "badArgument"),
        ({**LIST, **DC, "set": "nie ma"}, "badArgument"),
        ({**LIST, **DC, "resumptionToken": "x"}, "badArgument"),
        ({**LIST, "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({**LIST, "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({**GET, "metadataPrefix": "marc21", "identifier": "x"}, "cannotDisseminateFormat"),
        ({**GET, **DC, "identifier": "x"}, "idDoesNotExist"),
        ({**GET, **DC, "identifier": "urn:uuid:zły"}, "idDoesNotExist"),
        ({**GET, **DC, "identifier": "urn:uuid:5f2f3c1e-0d5e-4a6e-9a0b-111111111111"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "x\x00"}, "idDoesNotExist"),
        ({**LIST, **DC, "set": "nie-ma"}, "noRecordsMatch"),
        ({**LIST, **DC, "from": "2030-01-01"}, "noRecordsMatch"),
    ],
)
@pytest.mark.parametrize("post", [False, True])
def test_the_errors(client: Client, filled: ProjectIndex, query: Any, code: str, post: bool) -> None:
    root = ask(client, query, post=post)
    assert error(root) == code
    # Only what was understood is repeated.
    assert bool(root[1].attrib) == (code not in ("badVerb", "badArgument"))


def test_an_empty_base_has_no_sets_and_no_records(client: Client, base: ProjectIndex) -> None:
    assert error(ask(client, {"verb": "ListSets"})) == "noSetHierarchy"
    assert error(ask(client, {"verb": "ListRecords", **DC})) == "noRecordsMatch"


def test_a_deleted_record_is_told_for_good(client: Client, filled: ProjectIndex) -> None:
    record = Record.objects.of(filled).get(data__title="Bocian")
    Page.objects.get(pk=record.page_id).delete()
    identifier = {"identifier": f"urn:uuid:{record.pk}"}
    for query in ({"verb": "GetRecord", **DC, **identifier}, {"verb": "ListRecords", **DC, "set": "projekty"}):
        root = ask(client, query)
        assert found(root, "//o:header[@status='deleted']/o:identifier") == [f"urn:uuid:{record.pk}"]
        assert not root.xpath("//o:record[o:header/@status]/o:metadata", namespaces=NAMES)
    assert error(ask(client, {"verb": "ListMetadataFormats", **identifier})) == "noMetadataFormats"


@pytest.fixture
def many(base: ProjectIndex, monkeypatch: pytest.MonkeyPatch) -> ProjectIndex:
    """Seven records, three of them of one second, and answers of two."""
    monkeypatch.setattr(verbs, "A_PAGE", 2)
    make_project(base, "Projekt")
    first = Record.objects.get(base=base)
    for number in range(1, 7):
        moment = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(seconds=max(0, number - 3))
        Record.objects.create(base=base, kind="project", sort_key="", data=first.data, changed_at=moment)
    return base


def harvested(client: Client, verb: str, path: str) -> list[list[str]]:
    root = ask(client, {"verb": verb, **DC})
    answers = [found(root, path)]
    while token := "".join(found(root, "//o:resumptionToken[text()]")):
        assert found(root, "//o:resumptionToken/@completeListSize") == ["7"]
        assert found(root, "//o:resumptionToken/@cursor") == [str(sum(map(len, answers[:-1])))]
        assert ask(client, {"verb": verb, "resumptionToken": token}) is not None  # the same again
        root = ask(client, {"verb": verb, "resumptionToken": token})
        answers.append(found(root, path))
    return answers


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_long_list_is_harvested_with_tokens(client: Client, many: ProjectIndex, verb: str) -> None:
    answers = harvested(client, verb, "//o:identifier")
    assert [len(answer) for answer in answers] == [2, 2, 2, 1]
    identifiers = [identifier for answer in answers for identifier in answer]
    assert len(set(identifiers)) == 7
    root = ask(client, {"verb": verb, **DC})
    assert found(root, "//o:resumptionToken/@expirationDate")


def test_the_last_answer_ends_with_an_empty_token(client: Client, many: ProjectIndex) -> None:
    root = ask(client, {"verb": "ListIdentifiers", **DC})
    while token := "".join(found(root, "//o:resumptionToken[text()]")):
        root = ask(client, {"verb": "ListIdentifiers", "resumptionToken": token})
    (last,) = root.xpath("//o:resumptionToken", namespaces=NAMES)
    assert (last.text, dict(last.attrib)) == (None, {"completeListSize": "7", "cursor": "6"})


def test_a_token_is_of_its_verb_whole_and_young(
    client: Client, many: ProjectIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    (token,) = found(ask(client, {"verb": "ListRecords", **DC}), "//o:resumptionToken")
    assert error(ask(client, {"verb": "ListIdentifiers", "resumptionToken": token})) == "badResumptionToken"
    assert error(ask(client, {"verb": "ListRecords", "resumptionToken": f"{token[:-1]}~"})) == "badResumptionToken"
    now = datetime.now(UTC).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 25 * 60 * 60)
    assert error(ask(client, {"verb": "ListRecords", "resumptionToken": token})) == "badResumptionToken"


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_no_odd_value_breaks_an_answer(client: Client, filled: ProjectIndex, text: str) -> None:
    value = text.encode("utf-8", "surrogatepass")
    for verb, name in (
        ("Identify", "verb"),
        ("ListRecords", "from"),
        ("ListRecords", "set"),
        ("ListRecords", "resumptionToken"),
        ("ListRecords", "metadataPrefix"),
        ("GetRecord", "identifier"),
    ):
        assert ask(client, [("verb", verb), *DC.items(), (name, value)]) is not None
    for address, name in (
        ("/baza/", "q"),
        ("/baza/", "region"),
        ("/baza/", "strona"),
        ("/otwarte-dane/projekty.csv", "q"),
    ):
        assert client.get(f"{address}?{urlencode({name: value})}").status_code == 200
