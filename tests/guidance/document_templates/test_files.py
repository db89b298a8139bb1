"""Word files as templates: which fields are found, what is refused, and what stands in the document that is made."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile

from resources.guidance.document_templates import files
from resources.guidance.document_templates.files import TemplateFileError, fields_in, filled_in
from tests.guidance.document_templates.builders import complex_field, simple, word_file

MORE_TYPES = (
    '<Override PartName="{}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>'
)
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def found(data: bytes, name: str = "wzor.docx") -> list[str]:
    return fields_in(ContentFile(data, name), name)


def text_of(data: bytes) -> str:
    return ZipFile(BytesIO(data)).read("word/document.xml").decode()


def relation(kind: str) -> str:
    target = 'Target="https://example.org/" TargetMode="External"'
    return f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="http://x/{kind}" {target}/></Relationships>'


def test_fields_are_found_in_both_forms_each_once_and_in_order() -> None:
    data = word_file(
        simple(" MERGEFIELD osoba "),
        complex_field(" MERGE", 'FIELD "kwota" \\* MERGEFORMAT '),
        simple(" MERGEFIELD osoba \\* MERGEFORMAT"),
        simple(" PAGE \\* MERGEFORMAT"),
    )
    assert found(data) == ["osoba", "kwota"]


def test_values_take_the_places_of_the_fields_and_cannot_break_out_of_them() -> None:
    data = word_file(simple("MERGEFIELD osoba"), complex_field("MERGEFIELD kwota"))
    made = text_of(filled_in(BytesIO(data), {"osoba": "<Ewa> & {{x}} \x0bMERGEFIELD\nKos", "kwota": "5,00 zł"}))
    assert "&lt;Ewa&gt; &amp; {{x}} MERGEFIELD" in made
    assert "Kos" in made
    assert "5,00 zł" in made
    assert "fldSimple" not in made
    assert "instrText" not in made


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (word_file(simple("INCLUDETEXT C:\\\\secret.docx")), "wzor.docx"),
        (word_file(simple("DDEAUTO c:\\\\cmd.exe")), "wzor.docx"),
        (word_file(simple("MERGEFIELD żółw")), "wzor.docx"),
        (word_file(simple("MERGEFIELD kwota \\# 0{999999999}")), "wzor.docx"),
        (word_file(complex_field("MERGEFIELD a ").replace("MERGEFIELD a ", complex_field("x"), 1)), "wzor.docx"),
        (word_file('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), "wzor.docx"),
        (word_file("<w:altChunk/>"), "wzor.docx"),
        (word_file(others={"word/vbaProject.bin": b"x"}), "wzor.docx"),
        (word_file(others={"word/embeddings/oleObject1.bin": b"x"}), "wzor.docx"),
        (word_file(others={"word/_rels/settings.xml.rels": relation("attachedTemplate")}), "wzor.docx"),
        (word_file(others={"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "wzor.docx"),
        (word_file(others={"word/x.xml": "<a>"}), "wzor.docx"),
        (word_file(types=MORE_TYPES.format("/word/missing.xml"), others={"word/x.xml": "<a/>"}), "wzor.docx"),
        (word_file(types=MORE_TYPES.format("/word/hidden.bin"), others={"word/hidden.bin": "<a/>"}), "wzor.docx"),
        (word_file(), "wzor.docm"),
        (word_file(), "wzor.pdf"),
        (b"PK\x03\x04", "wzor.docx"),
        (b"", "wzor.docx"),
    ],
    ids=[
        *("includes", "starts", "name", "switch", "nested", "endless", "chunk", "macro", "object"),
        *("template", "entity", "broken", "missing", "hidden", "docm", "pdf", "damaged", "empty"),
    ],
)
def test_what_is_no_harmless_template_is_refused_in_words(data: bytes, name: str) -> None:
    with pytest.raises(TemplateFileError) as refused:
        found(data, name)
    assert len(str(refused.value)) > 20


def test_a_file_without_settings_which_the_library_needs_is_refused() -> None:
    with pytest.raises(TemplateFileError):
        found(word_file(simple("MERGEFIELD a")).replace(b"settings.xml", b"sottings.xml"))


def test_a_link_to_click_is_no_danger() -> None:
    links = {"word/_rels/document.xml.rels": relation("hyperlink")}
    assert found(word_file(simple("MERGEFIELD a"), others={**links})) == ["a"]


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many: dict[str, str | bytes] = {f"word/x{number}.xml": "<a>" + " " * 4000 + "</a>" for number in range(4)}
    assert found(word_file(others=many)) == []
    monkeypatch.setattr(files, "LARGEST_TEXT", 10_000)
    with pytest.raises(TemplateFileError):
        found(word_file(others=many))
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    with pytest.raises(TemplateFileError, match=r"2\sMB"):
        found(word_file())
