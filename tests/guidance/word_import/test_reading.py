"""Files of LibreOffice Writer are read whole: every heading, list, table, note, picture and link."""

import io
from zipfile import ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.extraction_process import answer_of
from publishing.publications import Node
from resources.guidance.word_import.contents import Loss, Lost, WordChapter, WordComment, WordDocument
from resources.guidance.word_import.reading import READER, SECONDS, document_of
from tests.guidance.word_import.word_files import NAMES, add_link, of_libreoffice, png, saved

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


def read(data: bytes) -> WordDocument:
    return document_of(io.BytesIO(data))


def heading(text: str, level: int) -> Node:
    return {"kind": "heading", "text": text, "level": level}


def prose(html: str) -> Node:
    return {"kind": "prose", "html": html}


def table(*rows: list[str], caption: str = "", row: bool = True, column: bool = False) -> Node:
    return {
        "kind": "table",
        "rows": list(rows),
        "header_row": row,
        "header_column": column,
        "caption": caption,
    }


def note(number: int) -> str:
    return f'<a href="#:notes"><sup>[{number}]</sup></a>'


STYLES = WordDocument(
    "Praca a trzeci sektor",
    [
        WordChapter(
            "Zatrudnianie",
            pieces=[
                prose(
                    "<p>Organizacja może <b>zatrudniać</b> i <i>współpracować</i>, tak jak <b><i>każdy</i></b> inny "
                    "pracodawca.</p>"
                ),
                heading("Formy współpracy", 2),
                prose(
                    '<p>Więcej w <a href="https://example.org/umowy?a=1&amp;b=2">opisie umów</a> albo pod adresem '
                    '<a href="mailto:biuro@example.org">biura</a>.</p>'
                    "<ul><li>umowa o pracę</li><li>umowy cywilne<ul><li>zlecenie</li><li>dzieło"
                    "<ol><li>z przeniesieniem praw</li></ol></li></ul></li><li>wolontariat</li></ul>"
                ),
                heading("Umowa o pracę", 3),
                prose("<p>Najpierw ustal:</p><ol><li>rodzaj pracy</li><li>miejsce</li><li>wynagrodzenie</li></ol>"),
                heading("Okres próbny", 4),
                prose("<p>Nie dłużej niż trzy miesiące.</p>"),
                heading("Wyjątki", 4),
                prose("<p>Rzadko.</p>"),
                {"kind": "quote", "text": "Człowiek nie jest dodatkiem do etatu."},
            ],
        ),
        WordChapter(
            "Wolontariat",
            pieces=[prose("<p>Bez wynagrodzenia<br/>i z porozumieniem, czasem na piśmie; 5 m<sup>2</sup>.</p>")],
        ),
    ],
    [Loss(Lost.LOOK, "Wolontariat"), Loss(Lost.STRUCK, "Wolontariat"), Loss(Lost.DEEP_HEADING, "Wyjątki")],
)
TABLES = WordDocument(
    "",
    [
        WordChapter(
            "Koszty",
            pieces=[
                table(
                    ["Forma", "Składki", "Kto płaci"],
                    ["Umowa o pracę", "pełne", "organizacja"],
                    ["Zlecenie", "zależy", "organizacja"],
                    ["Wolontariat", "brak", "nikt"],
                    caption="Tabela 1. Formy i składki",
                ),
                prose("<p>Po tabeli.</p>"),
                heading("Bez wiersza nagłówka", 2),
                table(["Miesiąc", "Godziny"], ["styczeń", "20"], ["luty", "22\nw tym szkolenie"]),
                prose("<p>Między tabelami.</p>"),
                table(["Źródło", "Adres"], ["Ustawa", "tekst ustawy (https://example.org/ustawa)"]),
                heading("Scalone", 2),
                prose("<p>Tabela ze scalonymi komórkami:</p>"),
                table(["A", "B", "C"], ["razem", "razem", "c"], ["1", "2", "3"]),
                heading("Ramka", 2),
                prose("<p>Uwaga w ramce.</p><p>Drugi akapit.</p>"),
            ],
        )
    ],
    [Loss(Lost.TABLE_LINK, "Bez wiersza nagłówka"), Loss(Lost.MERGED_CELLS, "Scalone")],
)
FOOTNOTES = WordDocument(
    "",
    [
        WordChapter(
            "Podstawy",
            "podstawy",
            pieces=[
                prose(
                    f"<p>Ustawa{note(1)} mówi o tym wprost{note(2)}.</p>"
                    '<p>Szczegóły są <a href="#:h0">niżej</a>, a wyjątki w innym rozdziale.</p>'
                ),
                heading("Szczegóły", 2),
                prose(f"<ul><li>pierwszy{note(3)}</li><li>drugi</li></ul>"),
            ],
            notes=[
                "Ustawa o działalności pożytku publicznego.",
                'Zob. <b>art.</b> 44, <a href="https://example.org/">tekst</a>.',
                "Przypis w liście.",
            ],
        ),
        WordChapter(
            "Wyjątki",
            "wyjatki",
            pieces=[prose(f"<p>Rzadkie{note(1)} i ważne{note(2)}.</p>")],
            notes=["Znów od jedynki.", "Przypis końcowy."],
        ),
    ],
    [Loss(Lost.INNER_LINK, "Podstawy")],
)
CHANGES = WordDocument(
    "",
    [
        WordChapter(
            "Zmiany",
            pieces=[
                prose("<p>Składkę płaci organizacja co miesiąc.</p>"),
                heading("Uwagi", 2),
                prose(
                    "<p>Tu jest wątpliwość i reszta zdania.</p><ul><li>punkt ważny</li><li>drugi</li></ul>",
                ),
            ],
            comments=[
                WordComment(2, "Jan Kowalski", "Czy to aktualne?"),
                WordComment(2, "Jan Kowalski", "Dopisać przykład."),
            ],
        ),
        WordChapter(
            "Tytuł do zmiany",
            pieces=[prose("<p>Koniec.</p>")],
            comments=[WordComment(-1, "Jan Kowalski", "Inny tytuł?")],
        ),
    ],
    [Loss(Lost.DELETED, "Zmiany"), Loss(Lost.INSERTED, "Zmiany")],
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("styles", STYLES), ("tables", TABLES), ("footnotes", FOOTNOTES), ("changes", CHANGES)],
)
def test_a_file_of_libreoffice_is_read_whole(name: str, expected: WordDocument) -> None:
    assert read(of_libreoffice(name)) == expected


def test_pictures_have_their_alternative_texts_and_captions() -> None:
    document = read(of_libreoffice("pictures"))
    (chapter,) = document.chapters
    figures = [piece for piece in chapter.pieces if piece["kind"] == "figure"]
    assert [(piece["alt"], piece["caption"], len(piece["image"])) for piece in figures] == [
        ("Kładka nad rzeką", "Kładka po remoncie", 40),
        ("", "", 40),
        ("", "", 40),  # IMG_2034.jpg, which is a name of a file
    ]
    assert [piece for piece in chapter.pieces if piece["kind"] != "figure"] == [
        prose("<p>Przed obrazem.</p>"),
        prose("<p>Bez opisu:</p>"),
        heading("W tekście", 2),
        prose("<p>Obraz w zdaniu.</p>"),
        prose("<p>Ramka obok.</p><p>Tekst w ramce.</p>"),
    ]
    assert document.losses == [Loss(Lost.TEXT_BOX, "W tekście")]


def test_the_process_reads_the_same() -> None:
    for name in NAMES:
        said = answer_of(io.BytesIO(of_libreoffice(name)), "docx", reader=READER, seconds=SECONDS)
        assert WordDocument.from_json(said["document"]) == read(of_libreoffice(name))


def test_styles_that_are_based_on_headings_are_headings() -> None:
    made = docx.Document()
    for name, base in (("Rozdział", "Heading 1"), ("Podrozdział", "Heading 2"), ("Numerowany", "Podrozdział")):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles[base]
    made.add_paragraph("Pierwszy", style="Rozdział")
    made.add_paragraph("Część", style="Podrozdział")
    made.add_paragraph("Druga", style="Numerowany")
    (chapter,) = read(saved(made)).chapters
    assert (chapter.title, chapter.pieces) == ("Pierwszy", [heading("Część", 2), heading("Druga", 2)])


def test_what_stands_before_the_first_heading_is_kept_and_contents_are_not() -> None:
    made = docx.Document()
    made.add_paragraph("Poradnik", style="Title")
    made.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    made.add_paragraph("Pierwszy ..... 3", style="toc 1")
    made.add_paragraph("O czym to jest.")
    made.add_heading("Pierwszy", level=1)
    document = read(saved(made))
    assert document == WordDocument(
        "Poradnik", [WordChapter("", pieces=[prose("<p>O czym to jest.</p>")]), WordChapter("Pierwszy")]
    )


def test_pictures_in_lists_and_tables_stand_behind_them() -> None:
    made = docx.Document()
    made.add_heading("Rozdział", level=1)
    made.add_paragraph("punkt", style="List Bullet").add_run().add_picture(png("navy"))
    cells = made.add_table(rows=2, cols=2)
    for place, text in enumerate("abcd"):
        cells.cell(place // 2, place % 2).text = text
    cells.cell(1, 1).paragraphs[0].add_run().add_picture(png("red"))
    (chapter,) = read(saved(made)).chapters
    assert [piece["kind"] for piece in chapter.pieces] == ["prose", "figure", "table", "figure"]


def add_field(paragraph: Paragraph, instruction: str, text: str) -> None:
    """A field in its long form, with the instruction in two runs, as Word often writes it."""
    half = len(instruction) // 2
    for kind, words in (("begin", ""), ("", instruction[:half]), ("", instruction[half:]), ("separate", "")):
        run = paragraph.add_run()._r
        made = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            made.set(qn("w:fldCharType"), kind)
        else:
            made.text = words
            made.set(qn("xml:space"), "preserve")
        run.append(made)
    paragraph.add_run(text)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(end)


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        (' HYPERLINK "https://x.pl/a" ', "https://x.pl/a"),
        (' HYPERLINK "https://x.pl/a" \\l "b" ', "https://x.pl/a#b"),
        (' HYPERLINK "https://x.pl/a?b=1#c" \\o "Strona \\"A\\"" \\t "_blank" ', "https://x.pl/a?b=1#c"),
        (" HYPERLINK https://x.pl/a \\h", "https://x.pl/a"),
        (" PAGEREF spis \\h ", ""),
        (' HYPERLINK "javascript:alert(1)" \\l "b"', ""),
    ],
)
def test_links_of_fields_have_their_whole_address(instruction: str, address: str) -> None:
    made = docx.Document()
    made.add_heading("Rozdział", level=1)
    paragraph = made.add_paragraph("Zobacz ")
    add_field(paragraph, instruction, "tu")
    paragraph.add_run(".")
    (chapter,) = read(saved(made)).chapters
    assert chapter.pieces == [prose(f'<p>Zobacz <a href="{address}">tu</a>.</p>' if address else "<p>Zobacz tu.</p>")]


def test_fields_in_one_element_keep_their_text() -> None:
    made = docx.Document()
    made.add_heading("Rozdział", level=1)
    paragraph = made.add_paragraph("Dziś, ")
    for instruction, text in ((" DATE ", "1 marca"), ('HYPERLINK "https://x.pl/" \\l "a"', ", zobacz")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        field.append(paragraph.add_run(text)._r)
        paragraph._p.append(field)
    paragraph.add_run(".")
    (chapter,) = read(saved(made)).chapters
    assert chapter.pieces == [prose('<p>Dziś, 1 marca<a href="https://x.pl/#a">, zobacz</a>.</p>')]


def test_resolved_comments_are_left_out() -> None:
    made = docx.Document()
    made.add_heading("Rozdział", level=1)
    comments = [made.add_comment(made.add_paragraph(text).runs, text=text, author="Jan") for text in "abcd"]
    names = [f"0000000{number}" for number in range(1, 5)]
    for comment, name in zip(comments, names, strict=True):
        comment.paragraphs[-1]._p.set(f"{{{W14}}}paraId", name)
    told = [
        f'<x:commentEx x:paraId="{names[0]}" x:done="1"/>',
        f'<x:commentEx x:paraId="{names[1]}" x:paraIdParent="{names[0]}" x:done="0"/>',
        f'<x:commentEx x:paraId="{names[2]}" x:done="0"/>',
    ]
    with_part = io.BytesIO(saved(made))
    with ZipFile(with_part, "a") as archive:
        archive.writestr("word/commentsExtended.xml", f'<x:commentsEx xmlns:x="{W15}">{"".join(told)}</x:commentsEx>')
    document = read(with_part.getvalue())
    (chapter,) = document.chapters
    assert chapter.comments == [WordComment(0, "Jan", "c"), WordComment(0, "Jan", "d")]
    assert document.losses == [Loss(Lost.RESOLVED, "Rozdział"), Loss(Lost.RESOLVED, "Rozdział")]


WORDS = st.text(alphabet="aąbcćdeęłńóśźżAZŻ0 <&\"'", min_size=1, max_size=12).map(str.strip).filter(bool)
ADDRESSES = st.sampled_from(["https://example.org/", "https://example.org/a?b=1&c=2#d", "mailto:biuro@example.org"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(WORDS, ADDRESSES, st.integers(0, 2), st.booleans()), min_size=1, max_size=6))
def test_links_and_nested_lists_come_back(items: list[tuple[str, str, int, bool]]) -> None:
    made = docx.Document()
    made.add_heading("Rozdział", level=1)
    for text, address, level, ordered in items:
        style = "List Number" if ordered else "List Bullet"
        add_link(made.add_paragraph(style=style if not level else f"{style} {level + 1}"), address, text)
    (chapter,) = read(saved(made)).chapters
    (piece,) = chapter.pieces
    html = piece["html"]
    for text, address, _level, _ordered in items:
        words = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
        link = f'<a href="{address.replace("&", "&amp;")}">{words}</a>'
        assert link in html
        html = html.replace(link, "", 1)
    assert html.count("<li>") == len(items)
    assert "<a " not in html
