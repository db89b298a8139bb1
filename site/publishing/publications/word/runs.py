"""Writes runs of text and links into paragraphs."""

from collections.abc import Sequence

from django.utils.encoding import iri_to_uri
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from publishing.publications import nodes as n
from publishing.publications.nodes import Node
from publishing.publications.word.footnotes import Footnotes
from publishing.publications.word.styles import HYPERLINK


def write(
    paragraph: Paragraph, runs: Sequence[Node], *, strong: bool = False, footnotes: Footnotes | None = None
) -> None:
    """Adds the runs to the paragraph; ``strong`` makes all of them bold. Notes of links go to ``footnotes``."""
    for run in runs:
        if run["kind"] == "link":
            _write_link(paragraph, run, strong=strong)
            if footnotes is not None and (note := run.get("note")):
                write(footnotes.add(paragraph), [{"kind": "link", "url": note, "inline": n.text(note)}])
        elif run["kind"] == "break":
            paragraph.add_run().add_break()
        else:
            _set(paragraph.add_run(), run, strong=strong)


def _write_link(paragraph: Paragraph, link: Node, *, strong: bool) -> None:
    element = OxmlElement("w:hyperlink")
    address = paragraph.part.relate_to(iri_to_uri(str(link["url"])), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element.set(qn("r:id"), address)
    element.set(qn("w:history"), "1")
    paragraph._p.append(element)
    for run in _flat(link["inline"]):
        made = OxmlElement("w:r")
        element.append(made)
        written = Run(made, paragraph)
        written.style = HYPERLINK
        if run["kind"] == "break":
            written.add_break()
        else:
            _set(written, run, strong=strong)


def _flat(runs: Sequence[Node]) -> list[Node]:
    """The runs, those of a link in the link among them: Word has no links in links."""
    return [inner for run in runs for inner in (_flat(run["inline"]) if run["kind"] == "link" else [run])]


def _set(written: Run, run: Node, *, strong: bool) -> None:
    written.text = run["text"]
    written.bold = strong or run["strong"] or None
    written.italic = run["emphasis"] or None
