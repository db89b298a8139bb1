"""Word files: real headings, lists, tables, links and pictures."""

import io
import re
from typing import Any

import docx
import pytest
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from publishing.publications import Node, below_heading, document_tree, with_notes
from publishing.publications.nodes import Document
from publishing.publications.word import docx_of
from tests.publishing.test_publications import PAGE, PICTURE


def made(markup: str, files: dict[str, bytes] | None = None) -> Docx:
    images = files or {}
    tree = document_tree(markup, image=lambda address: address if address in images else None, base="https://x.pl")
    return opened(below_heading(tree, 1), images)


def opened(body: list[Node], files: dict[str, bytes] | None = None) -> Docx:
    document = Document(kind="Rozdział", title="Tytuł", summary="", facts=[], body=body)
    return docx.Document(io.BytesIO(docx_of(document, files=files)))


def styled(file: Docx) -> list[tuple[str, str]]:
    """The styles and the texts of the paragraphs below the title."""
    return [(style_of(paragraph), paragraph.text) for paragraph in file.paragraphs[2:] if paragraph.text]


def style_of(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.name)


def levels(file: Docx) -> list[tuple[int, str, int, str]]:
    """The list items: the number of the list, the kind of count, the level, the text."""
    numbering: Any = file.part.numbering_part.element
    kinds = {}
    for one in numbering.findall(qn("w:num")):
        number = one.find(qn("w:abstractNumId")).get(qn("w:val"))
        levels_of = numbering.find(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{number}']")
        kinds[one.numId] = [item.find(qn("w:numFmt")).get(qn("w:val")) for item in levels_of.findall(qn("w:lvl"))]
    found = []
    for paragraph in file.paragraphs:
        properties: Any = paragraph._p.pPr
        if properties is not None and properties.numPr is not None:
            number, level = properties.numPr.numId.val, properties.numPr.ilvl.val
            found.append((number, kinds[number][level], level, paragraph.text))
    return found


def test_headings_quotes_and_boxes_have_styles() -> None:
    assert [item for item in styled(made(PAGE)) if not item[0].startswith("List")] == [
        ("Heading 2", "Ścieżki"),
        ("Normal", "Tekst gruby i pochyły, odnośnik i strona."),
        ("Heading 3", "Bez poziomu trzeciego"),
        ("Caption", "Tabela"),
        ("Requirement", "Wymóg prawny"),
        ("Requirement", "Kogo: Gmin"),
        ("Quote", "Cytat"),
        ("Normal", "Mapa"),
        ("Exercise", "Ćwiczenie 1"),
        ("Exercise", "Czy?"),
        ("Normal", "Львів 日本 😀"),
    ]


@pytest.mark.parametrize(
    ("look", "style"),
    [
        ("requirement", "Requirement"),
        ("grantor", "Grantor requirement"),
        ("practice", "Good practice"),
        ("callout", "Callout"),
        ("exercise", "Exercise"),
        ("tool", "Tool"),
    ],
)
def test_each_look_of_a_box_is_a_style(look: str, style: str) -> None:
    words = [{"kind": "paragraph", "inline": document_tree("<p>Tekst</p>")[0]["inline"]}]
    assert styled(opened([{"kind": "box", "look": look, "blocks": words}])) == [(style, "Tekst")]


def test_lists_have_levels_and_each_ordered_one_counts_from_one() -> None:
    file = made(
        "<ol><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li><p>d</p><p>e</p></li></ol><p>f</p><ol><li>g</li></ol>"
        "<ul><li>h</li></ul>"
    )
    found = levels(file)
    assert [item[1:] for item in found] == [
        ("decimal", 0, "a"),
        ("bullet", 1, "b"),
        ("lowerRoman", 2, "c"),
        ("decimal", 0, "d\ne"),
        ("decimal", 0, "g"),
        ("bullet", 0, "h"),
    ]
    first, bullets, third, again, other, last = (number for number, *_rest in found)
    assert first == again
    assert bullets == last
    assert len({first, third, other, bullets}) == 4
    assert [style for style, text in styled(file) if style.startswith("List")] == [
        "List Number",
        "List Bullet 2",
        "List Number 3",
        "List Number",
        "List Number",
        "List Bullet",
    ]


def test_tables_say_what_heads_them() -> None:
    file = made(PAGE)
    (table,) = file.tables
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [True, False, False]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["A", "B"], ["a", "b"], ["c", ""]]
    assert all(run.bold for run in table.rows[1].cells[0].paragraphs[0].runs)


def test_links_are_links_of_word() -> None:
    file = made('<p>Zobacz <a href="https://x.pl/ż b"><b>tu</b> i <a href="/tam/">tam</a>.</p>')
    links = [link for paragraph in file.paragraphs for link in paragraph.hyperlinks]
    assert [(link.address, link.text) for link in links] == [
        ("https://x.pl/%C5%BC%20b", "tu i "),
        ("https://x.pl/tam/", "tam"),
    ]
    assert [run.bold for run in links[0].runs] == [True, None]
    assert {run.style.name for link in links for run in link.runs} == {"Hyperlink"}


def test_a_value_stays_in_its_sentence() -> None:
    file = made(
        '<div>Od <a class="value-link" href="/w/#x"><data class="value" value="33">33</data></a> miesięcy.</div>'
    )
    assert styled(file) == [("Normal", "Od 33 miesięcy.")]


def notes_of(file: Docx) -> list[tuple[str, str]]:
    """The numbers of the footnotes in the order of the text, with the addresses that they say and lead to."""
    package = file.part.package
    assert package is not None
    (part,) = [part for part in package.iter_parts() if part.partname == "/word/footnotes.xml"]
    texts: dict[str, tuple[str, str]] = {}
    for note in etree.fromstring(part.blob):
        style = note.find(f".//{qn('w:pStyle')}")
        if style is not None:
            assert style.get(qn("w:val")) == file.styles["footnote text"].style_id
            link = note.find(f".//{qn('w:hyperlink')}")
            words = "".join(text.text or "" for text in link.iter(qn("w:t")))
            texts[note.get(qn("w:id"))] = (words, part.rels[link.get(qn("r:id"))].target_ref)
    marks = [mark.get(qn("w:id")) for mark in file.element.body.iter(qn("w:footnoteReference"))]
    assert all(words == address for words, address in texts.values())
    return [(mark, texts[mark][0]) for mark in marks]


def test_addresses_outside_of_the_site_are_footnotes_once() -> None:
    tree = document_tree(
        '<h2><a href="https://a.pl/">A</a></h2><p>Zob. <a href="https://b.pl/">b</a>, <a href="/c/">c</a>.</p>'
        '<ul><li><a href="https://d.pl/?e=1&amp;f=2">d</a> i <a href="https://b.pl/">b</a></li></ul>'
        '<table><tr><th><a href="https://g.pl/">g</a></th></tr><tr><td><a href="https://h.pl/">h</a></td></tr></table>',
        base="https://x.pl",
    )
    file = opened(with_notes(tree, site="https://x.pl"))
    assert notes_of(file) == [("1", "https://b.pl/"), ("2", "https://d.pl/?e=1&f=2"), ("3", "https://h.pl/")]
    settings: Any = file.settings.element
    named = [note.get(qn("w:id")) for note in settings.find(qn("w:footnotePr"))]
    assert named == ["-1", "0"]


def test_a_file_without_footnotes_has_no_part_of_them() -> None:
    package = made("<p>Tekst</p>").part.package
    assert package is not None
    assert "/word/footnotes.xml" not in {part.partname for part in package.iter_parts()}


def picture(width: int, height: int, kind: str, mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PICTURE, "image/png"),
        (picture(3000, 400, "WEBP"), "image/jpeg"),
        (picture(30, 4000, "WEBP", "RGBA"), "image/png"),
    ],
)
def test_pictures_have_their_words_and_fit_the_page(content: bytes, kind: str) -> None:
    file = made('<figure><img src="/a" alt="Mapa gminy"><figcaption>Mapa</figcaption></figure>', {"/a": content})
    (shape,) = file.inline_shapes
    assert shape._inline.docPr.get("descr") == "Mapa gminy"
    assert shape.width.mm <= 160 + 0.1
    assert shape.height.mm <= 297 * 0.6 + 0.1
    related = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert file.part.related_parts[related].content_type == kind
    assert ("Caption", "Mapa") in styled(file)


def test_a_picture_that_is_none_leaves_its_words() -> None:
    markup = '<figure><img src="/a" alt="Wykres: 5 z 7"></figure>'
    assert styled(made(markup, {"/a": b"RIFF....WEBP"})) == [("Normal", "Wykres: 5 z 7")]


ITEM: Any = st.deferred(
    lambda: st.tuples(st.text("abc ", min_size=1, max_size=5), st.one_of(st.just(""), LIST)).map(
        lambda parts: f"<li>x{parts[0]}{parts[1]}</li>"
    )
)
LIST: Any = st.tuples(st.sampled_from(["ul", "ol"]), st.lists(ITEM, min_size=1, max_size=3)).map(
    lambda parts: f"<{parts[0]}>{''.join(parts[1])}</{parts[0]}>"
)


@examples(max_examples=60, deadline=None)
@given(LIST)
def test_every_list_keeps_its_items_kinds_and_levels(markup: str) -> None:
    wanted: list[tuple[bool, int, str]] = []
    kinds: list[str] = []
    for end, tag, text in re.findall(r"<(/?)(ul|ol|li)>([^<]*)", markup):
        if tag != "li":
            kinds = kinds[:-1] if end else [*kinds, tag]
        elif not end:
            wanted.append((kinds[-1] == "ol", min(len(kinds) - 1, 8), text.strip()))
    found = [(kind != "bullet", level, text) for _number, kind, level, text in levels(made(markup))]
    assert found == [(ordered, level, " ".join(text.split())) for ordered, level, text in wanted]
