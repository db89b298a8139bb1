"""Builders of Word files with merge fields, and of the pages that have them."""

from typing import Any

from django.core.files.base import ContentFile

from pomost.models import HomePage
from publishing.models import PomostDocument
from resources.guidance.models import DocumentTemplate, DocumentTemplateField, DocumentTemplateList
from tests.builders import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def simple(instruction: str) -> str:
    """A field in one element."""
    return f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>?</w:t></w:r></w:fldSimple>'


def complex_field(*instructions: str) -> str:
    """A field as Word writes it, its instruction in several runs."""
    parts = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in instructions)
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{parts}{separate}<w:r><w:t>?</w:t></w:r>{end}"


def word_file(*content: str, types: str = "", others: dict[str, str | bytes] | None = None) -> bytes:
    """A .docx with these pieces in one paragraph, ``others``: more parts, and ``types``: their declarations."""
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p>{"".join(content)}</w:p></w:body></w:document>'
    declared = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{OFFICE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("settings", "settings"))
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{declared}{types}</Types>',
        "word/document.xml": body,
        "word/settings.xml": f'<w:settings xmlns:w="{WORD}"/>',
    }
    return zipped({**parts, **(others or {})})


def stored(data: bytes, name: str = "wzor.docx") -> PomostDocument:
    document = PomostDocument(title="Wzór")
    document.file.save(name, ContentFile(data), save=False)
    document.file_size = len(data)
    document.save()
    return document


def make_template(home: HomePage, data: bytes, *fields: dict[str, Any]) -> DocumentTemplate:
    """The list of templates at /wzory/ and one template at /wzory/umowa/."""
    parent = home.add_child(instance=DocumentTemplateList(title="Wzory dokumentów", slug="wzory"))
    made: DocumentTemplate = parent.add_child(
        instance=DocumentTemplate(
            title="Umowa",
            slug="umowa",
            document=stored(data),
            fields=[DocumentTemplateField(**{"label": field["name"], **field}) for field in fields],
        )
    )
    return made
