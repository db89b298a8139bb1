"""Publications: pages of the site to be read outside of it, as PDF, EPUB, one HTML page or a Word file.

``Publication`` is what all of them are made from. PDF documents are PDF/UA-1 (ISO 14289-1), made by Typst: content goes
in as data and is never evaluated as markup. The look of PDF is in ``templates/typst``: one file for each kind of
document, and ``look.typ``, which all of them import. ``document_tree`` turns the HTML of a page into such data.
"""

from publishing.publications.contents import Part, Publication, Reference
from publishing.publications.document_tree import below_heading, document_tree
from publishing.publications.nodes import Document, Node
from publishing.publications.notes import with_notes
from publishing.publications.static_html import static_html
from publishing.publications.typesetting import PdfError, pdf_response, render_pdf, render_pictures

__all__ = [
    "Document",
    "Node",
    "Part",
    "PdfError",
    "Publication",
    "Reference",
    "below_heading",
    "document_tree",
    "pdf_response",
    "render_pdf",
    "render_pictures",
    "static_html",
    "with_notes",
]
