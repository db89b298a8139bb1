"""PDF documents that anybody can read: PDF/UA-1 (ISO 14289-1), made by Typst.

Content goes in as data and is never evaluated as markup. The look is in ``templates/typst``: one file for each kind of
document, and ``look.typ``, which all of them import. ``document_tree`` turns the HTML of a page into such data.
"""

from publishing.pdf.document_tree import Node, below_heading, document_tree
from publishing.pdf.typesetting import PdfError, pdf_response, render_pdf

__all__ = ["Node", "PdfError", "below_heading", "document_tree", "pdf_response", "render_pdf"]
