"""The XML of the protocol: the envelope, headers, and records in unqualified Dublin Core (oai_dc)."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from lxml import etree

from resources.results.models import Record, Region
from resources.results.open_data.oai.arguments import OAI_DC, as_text
from resources.results.open_data.oai.errors import OaiError
from resources.results.records.content import Data
from resources.results.records.facets import Facet

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_XSD = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC_FORMAT = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC_XSD = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SET_FACETS = (Facet.KIND, Facet.THEME, Facet.PROGRAMME)
LANGUAGES = {"pl": "pol", "en": "eng"}
"""The codes of ISO 639-2."""

# What XML 1.0 cannot hold (2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def child(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new element of the protocol's namespace inside ``parent``."""
    element = etree.SubElement(parent, f"{{{OAI}}}{name}", {key: clean(value) for key, value in attributes.items()})
    element.text = clean(text) or None
    return element


def envelope(base_url: str, now: datetime, arguments: Mapping[str, str], content: etree._Element | OaiError) -> bytes:
    """A whole answer: ``content`` is the element of the verb, or an error, with which ``arguments`` may be empty."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI_XSD}")
    child(root, "responseDate", as_text(now))
    child(root, "request", base_url, **arguments)
    if isinstance(content, OaiError):
        child(root, "error", content.message, code=content.code)
    else:
        root.append(content)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def verb_element(verb: str) -> etree._Element:
    return etree.Element(f"{{{OAI}}}{verb}", nsmap={None: OAI})


def identifier_of(record: Record) -> str:
    return f"urn:uuid:{record.key}"


def add_header(parent: etree._Element, record: Record) -> None:
    """The header of a record, with its sets; of a deleted one it says so."""
    header = child(parent, "header", **({"status": "deleted"} if record.deleted else {}))
    child(header, "identifier", identifier_of(record))
    child(header, "datestamp", as_text(record.changed_at))
    for spec in sorted({row.value for row in record.values.all() if row.facet in SET_FACETS}):
        child(header, "setSpec", spec)


def add_record(parent: etree._Element, record: Record, *, address: str, publisher: str, rights: str) -> None:
    """A record: its header and, unless it is deleted, its Dublin Core."""
    element = child(parent, "record")
    add_header(element, record)
    if record.deleted:
        return
    metadata = child(element, "metadata")
    core = etree.SubElement(metadata, f"{{{DC_FORMAT}}}dc", nsmap={OAI_DC: DC_FORMAT, "dc": DC, "xsi": XSI})
    core.set(f"{{{XSI}}}schemaLocation", f"{DC_FORMAT} {DC_XSD}")
    for name, text, language in _dublin_core(record.data, address=address, publisher=publisher, rights=rights):
        if cleaned := clean(text).strip():
            item = etree.SubElement(core, f"{{{DC}}}{name}")
            item.text = cleaned
            if language:
                item.set(LANG, language)


def _dublin_core(data: Data, *, address: str, publisher: str, rights: str) -> Iterable[tuple[str, str, str]]:
    """The elements in order: name, text, language or ""."""
    language = data["language"]
    yield "title", data["title"], language
    for row in data.get("partnership", ()):
        yield "creator" if row["role"] == "leader" else "contributor", row["name"], ""
    for subject in (data.get("theme"), data.get("programme")):
        yield "subject", subject["name"] if subject else "", language
    yield "description", data["summary"], language
    yield "description", data["description"], language
    yield "description", data.get("summary_en", ""), "en"
    yield "publisher", publisher, ""
    yield "date", "/".join(day for day in (data.get("starts"), data.get("ends")) if day), ""
    yield "type", "Text", ""
    yield "type", data["kind"], ""
    yield "format", "text/html", ""
    yield "identifier", address, ""
    yield "identifier", data["number"], ""
    yield "language", str(LANGUAGES.get(language, language)), ""
    own = address.removesuffix(f"{data['id']}/")
    for related in (*data.get("results", ()), *([data["project"]] if data.get("project") else [])):
        yield "relation", f"{own}{related['id']}/", ""
    regions = dict(Region.choices)
    for row in data.get("regions", ()):
        yield "coverage", ", ".join(str(part) for part in (regions.get(row["code"], ""), row["area"]) if part), language
    yield "rights", rights, ""
