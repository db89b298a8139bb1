"""The document templates of the demo: valid, accessible, fillable and printable."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DictionaryObject

from demo.registry import CONTENT, registry
from publishing.models import PomostDocument

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
}
STATE = "stan prawny na 1 marca 2026"
A4 = (11906, 16838)  # twentieths of a point
MOST_BYTES = 60 * 1024

PATHS = sorted((CONTENT / "documents").iterdir())
WORD_PATHS = [path for path in PATHS if path.suffix == ".docx"]


class WordFile:
    """The parts of a DOCX that these tests look at."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as package:
            self.names = package.namelist()
            self.document, self.styles = (self._xml(package, f"word/{name}.xml") for name in ("document", "styles"))
            self.core = self._xml(package, "docProps/core.xml")
            self.footers = [self._xml(package, name) for name in self.names if re.match(r"word/footer\d*\.xml", name)]

    @staticmethod
    def _xml(package: ZipFile, name: str) -> Element:
        root: Element = fromstring(package.read(name))
        return root

    def property(self, name: str) -> str | None:
        return self.core.findtext(name, namespaces=CORE)

    def style_names(self) -> dict[str, str]:
        """Names by id: in the file a paragraph names the id of its style."""
        return {
            style.get(f"{WORD}styleId", ""): style.find(f"{WORD}name").get(f"{WORD}val", "")  # type: ignore[union-attr]
            for style in self.styles.iter(f"{WORD}style")
        }

    def outline(self) -> Iterator[str]:
        """The styles of the title and the headings, in order."""
        names = self.style_names()
        for style in self.document.iter(f"{WORD}pStyle"):
            name = names[style.get(f"{WORD}val", "")]
            if name == "Title" or name.startswith("heading"):
                yield name


def text_of(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{WORD}t")).replace("\N{NO-BREAK SPACE}", " ")


def test_the_list_of_documents_and_the_folder_say_the_same() -> None:
    assert sorted(file.path for file in registry().documents) == PATHS
    names = [file.name for file in registry().documents]
    assert len(set(names)) == len(names) == len({file.title for file in registry().documents})


def test_the_most_wanted_templates_are_there() -> None:
    assert {
        "informacja-o-warunkach-zatrudnienia",
        "klauzula-informacyjna",
        "porozumienie-wolontariackie",
        "rejestr-czynnosci-przetwarzania",
        "standardy-ochrony-maloletnich",
        "umowa-o-prace",
        "umowa-zlecenia",
        "wypowiedzenie-umowy-o-prace",
    } <= {path.stem for path in WORD_PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_document_is_small_enough_for_a_phone(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("path", WORD_PATHS, ids=lambda path: path.stem)
def test_a_word_file_says_what_it_is_and_in_which_language(path: Path) -> None:
    file = WordFile(path)
    assert file.property("dc:creator") == "Pomost"
    assert file.property("dc:language") == "pl-PL"
    title = next(
        p for p in file.document.iter(f"{WORD}p") if p.find(f".//{WORD}pStyle[@{WORD}val='Title']") is not None
    )
    assert text_of(title) == file.property("dc:title")
    assert file.styles.find(f"{WORD}docDefaults//{WORD}lang").get(f"{WORD}val") == "pl-PL"  # type: ignore[union-attr]
    assert not [name for name in file.names if "vba" in name.lower() or "thumbnail" in name]


@pytest.mark.parametrize("path", WORD_PATHS, ids=lambda path: path.stem)
def test_a_word_file_has_one_title_and_headings_that_skip_no_level(path: Path) -> None:
    outline = list(WordFile(path).outline())
    assert outline[0] == "Title"
    assert outline.count("Title") == 1
    levels = [int(name.removeprefix("heading ")) for name in outline[1:]]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("path", WORD_PATHS, ids=lambda path: path.stem)
def test_tables_of_a_word_file_repeat_their_header_and_split_no_row(path: Path) -> None:
    tables = list(WordFile(path).document.iter(f"{WORD}tbl"))
    assert tables
    for table in tables:
        rows = table.findall(f"{WORD}tr")
        assert [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)
        assert all(text_of(cell) for cell in rows[0].findall(f"{WORD}tc"))


@pytest.mark.parametrize("path", WORD_PATHS, ids=lambda path: path.stem)
def test_what_is_to_be_filled_in_is_a_named_field_in_brackets(path: Path) -> None:
    fields = list(WordFile(path).document.iter(f"{WORD}sdt"))
    assert fields
    for field in fields:
        assert field.find(f"{WORD}sdtPr/{WORD}alias").get(f"{WORD}val")  # type: ignore[union-attr]
        assert re.fullmatch(r"\[[^\]]+\]|☐", text_of(field)), text_of(field)


@pytest.mark.parametrize("path", WORD_PATHS, ids=lambda path: path.stem)
def test_a_word_file_is_a4_with_the_state_of_the_law_and_page_numbers_below(path: Path) -> None:
    file = WordFile(path)
    size = file.document.find(f".//{WORD}pgSz")
    assert size is not None
    sides = (int(size.get(f"{WORD}w", 0)), int(size.get(f"{WORD}h", 0)))
    assert tuple(sorted(sides)) == pytest.approx(A4, abs=20)
    (footer,) = file.footers
    assert STATE in text_of(footer)
    assert [field.get(f"{WORD}instr") for field in footer.iter(f"{WORD}fldSimple")] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("path", WORD_PATHS, ids=lambda path: path.stem)
def test_a_word_file_ends_with_a_warning_to_check_it(path: Path) -> None:
    last = text_of(list(WordFile(path).document.iter(f"{WORD}p"))[-1])
    assert last.startswith(f"Wzór demonstracyjny z serwisu Pomost, {STATE}.")
    assert re.search(r"sprawdź|porównaj", last)


@pytest.mark.parametrize("path", [path for path in PATHS if path.suffix == ".pdf"], ids=lambda path: path.stem)
def test_a_pdf_is_tagged_titled_and_in_polish(path: Path) -> None:
    reader = PdfReader(path)
    marks = reader.root_object["/MarkInfo"].get_object()
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"] == BooleanObject(True)
    assert str(reader.root_object["/Lang"]) == "pl-PL"
    assert reader.metadata is not None
    assert reader.metadata.author == "Pomost"
    assert reader.metadata.title == next(file.title for file in registry().documents if file.path == path)
    assert STATE in reader.pages[0].extract_text()


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_what_pages_offer_for_download_exists(path: Path) -> None:
    offered = re.findall(r"^```download\nfile: (\S+)\ntitle: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    known = {(file.name, file.title) for file in registry().documents}
    assert [pair for pair in offered if pair not in known] == []


@pytest.mark.django_db
def test_the_documents_of_the_demo_are_public(client: Client) -> None:
    documents = PomostDocument.objects.all()
    of_templates = {f"{row['title']} (wzór z polami)" for row in registry().document_templates["templates"]}
    assert {item.title for item in documents} == {file.title for file in registry().documents} | of_templates
    assert set(PomostDocument.objects.public()) == set(documents)
    beginnings = {"docx": b"PK\x03\x04", "pdf": b"%PDF"}
    for item in documents:
        response = client.get(item.url)
        assert response.status_code == 200
        assert response.getvalue()[:4] == beginnings[item.file_extension]
