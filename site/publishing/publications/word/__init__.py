"""Documents and chapters as Word files, for those who fill them in or paste from them.

Everything has the style or the mark that Word gives it, so that screen readers find their way in the file and an import
finds the same headings, lists, tables and links.
"""

from publishing.publications.word.document import MEDIA_TYPE, docx_of, docx_response

__all__ = ["MEDIA_TYPE", "docx_of", "docx_response"]
