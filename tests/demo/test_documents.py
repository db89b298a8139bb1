import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn

from demo import documents
from demo.documents import docx_of

FOLDER = Path(documents.__file__).parent / "content" / "documents"
SOURCES = sorted(FOLDER.glob("*.md"))

SAMPLE = """\
---
file: sample
---
First *slanted* and **heavy**, a [link](page:somewhere).

## One

1. first
2. second
   - inner

   still second

### Deeper

5. fifth

| Name | Number |
| --- | ---: |
| a | 1 |
| ………… | |

---

Check it first.
"""


def opened(markdown: str, title: str = "Title"):
    return Document(BytesIO(docx_of(markdown, title)))


def styled(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def numbering_starts(document) -> list[tuple[str, str]]:
    """The id of its numbering and where that begins, for each numbered paragraph."""
    starts = {
        num.get(qn("w:numId")): start.get(qn("w:val"))
        for num in document.part.numbering_part.element.findall(qn("w:num"))
        if (start := num.find(f".//{qn('w:startOverride')}")) is not None
    }
    ids = [paragraph._p.find(f".//{qn('w:numId')}") for paragraph in document.paragraphs]
    return [(found.get(qn("w:val")), starts[found.get(qn("w:val"))]) for found in ids if found is not None]


def test_blocks_take_the_styles_of_their_meaning() -> None:
    assert styled(opened(SAMPLE)) == [
        ("Heading 1", "Title"),
        ("Normal", "First slanted and heavy, a\N{NO-BREAK SPACE}link."),
        ("Heading 2", "One"),
        ("List Number", "first"),
        ("List Number", "second"),
        ("List Bullet 2", "inner"),
        ("List Continue", "still second"),
        ("Heading 3", "Deeper"),
        ("List Number", "fifth"),
        ("Note", "Check it first."),
    ]


def test_emphasis_is_kept() -> None:
    runs = opened(SAMPLE).paragraphs[1].runs
    assert [run.text for run in runs if run.italic] == ["slanted"]
    assert [run.text for run in runs if run.bold] == ["heavy"]


def test_each_numbered_list_counts_for_itself() -> None:
    (first, one), (second, again), (third, five) = numbering_starts(opened(SAMPLE))
    assert (first == second, first == third) == (True, False)
    assert (one, again, five) == ("1", "1", "5")


def test_table_has_a_header_row_that_repeats_and_rows_that_hold_together() -> None:
    (table,) = opened(SAMPLE).tables
    rows = [row._tr for row in table.rows]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Name", "Number"], ["a", "1"], ["…………", ""]]
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False]
    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in rows] == [True, True, True]
    assert [run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs] == [True, True]


def test_language_title_and_dates() -> None:
    document = opened("Text.", "Wzór")
    properties = document.core_properties
    assert (properties.title, properties.language, properties.author) == ("Wzór", "pl-PL", "Pomost")
    assert properties.created == properties.modified
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "pl-PL"


def test_footer_numbers_the_pages() -> None:
    footer = opened("Text.", "Wzór").sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert (
        "".join(text.text for text in footer._p.iter(qn("w:t")))
        == "Wzór\N{NO-BREAK SPACE}– strona 1 z\N{NO-BREAK SPACE}1"
    )


def test_same_input_gives_the_same_bytes() -> None:
    package = docx_of(SAMPLE, "Title")
    assert package == docx_of(SAMPLE, "Title")
    with ZipFile(BytesIO(package)) as members:
        assert {member.date_time for member in members.infolist()} == {(2026, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("# Title again", 1),
        ("Text.\n\n```\ncode\n```", 3),
        ("Text.\n\n> quoted", 3),
        ("Text.\n\n`code`", 3),
        ("- a\n  - b\n    - c\n      - d", 4),
        ("1. a\n\n   ```\n   code\n   ```", 3),
    ],
)
def test_what_a_document_cannot_hold_is_refused_by_line(markdown: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"^line {line}: "):
        docx_of(markdown, "Title")


def test_the_demo_offers_six_documents() -> None:
    assert [path.stem for path in SOURCES] == [
        "diagnoza-potrzeb",
        "ewidencja-czasu-pracy",
        "karta-oceny-oferty",
        "opis-stanowiska",
        "porozumienie-wolontariackie",
        "regulamin-konkursu-ofert",
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_each_document_of_the_demo_becomes_a_word_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    meta = yaml.safe_load(text.split("---\n")[1])
    assert meta["file"] == path.stem
    document = opened(text, meta["title"])
    paragraphs = styled(document)
    assert paragraphs[0][0] == "Heading 1"
    assert paragraphs[-1][0] == "Note"
    assert paragraphs[-1][1].startswith("Wzór demonstracyjny")
    assert "sprawdź" in paragraphs[-1][1] or "porównaj" in paragraphs[-1][1]
    assert document.tables


@pytest.mark.parametrize("path", sorted(FOLDER.parent.rglob("*.md")), ids=lambda path: path.stem)
def test_what_pages_offer_for_download_exists(path: Path) -> None:
    offered = re.findall(r"^```download\nfile: (\S+)\ntitle: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    titles = {
        (meta["file"], meta["title"])
        for source in SOURCES
        if (meta := yaml.safe_load(source.read_text(encoding="utf-8").split("---\n")[1]))
    }
    assert [pair for pair in offered if pair not in titles] == []
