"""Reads a Word file in a process of its own (``publishing.extraction_process``). Needs no Django."""

import importlib
import json
from typing import IO

from publishing import extraction
from resources.guidance.word_import.contents import Fault, RefusedFileError, WordDocument

READER = __name__
SECONDS = 30.0
"""The longest that a file may take."""


def prepare(_extension: str) -> None:
    """Imports what reading takes."""
    for name in ("markup", "chapters", "losses", "preparing"):
        importlib.import_module(f"resources.guidance.word_import.{name}")


def answer(file: IO[bytes], _extension: str) -> str:
    """Limits this process, reads ``file``, and gives ``{"document"}`` or ``{"fault"}`` as JSON."""
    extraction.limit_process()
    try:
        return json.dumps({"document": document_of(file).as_json()})
    except RefusedFileError as error:
        return json.dumps({"fault": error.fault})
    except MemoryError:
        return json.dumps({"fault": Fault.UNPACKED})
    except Exception:
        # Mammoth raises many kinds of errors for a damaged file.
        return json.dumps({"fault": Fault.DAMAGED})


def document_of(file: IO[bytes]) -> WordDocument:
    """The chapters of a file, without limits of memory and time. Raises ``RefusedFileError`` and other errors."""
    from resources.guidance.word_import.chapters import chapters_of
    from resources.guidance.word_import.losses import losses_in
    from resources.guidance.word_import.markup import html_of, remarks_in
    from resources.guidance.word_import.package import open_package
    from resources.guidance.word_import.preparing import prepared
    from resources.guidance.word_import.styles import styles_of

    package = open_package(file)
    styles = styles_of(package)
    losses = losses_in(package, styles)
    document = chapters_of(html_of(prepared(package), styles), remarks_in(package))
    if not any(chapter.title or chapter.pieces for chapter in document.chapters):
        raise RefusedFileError(Fault.EMPTY)
    document.losses = [*losses, *document.losses]
    return document
