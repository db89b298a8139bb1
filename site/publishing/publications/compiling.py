"""Compiles one Typst document: ``python compiling.py SOURCE FONTS`` writes the PDF to standard output.

A process of its own, without Django: Typst keeps what it computed for the last ten documents, tens of megabytes each,
and nothing else frees them or ends a document that takes too long.
"""

import os
import sys
from pathlib import Path

import typst

KINDNESS = 10
"""How much less of a busy processor this process takes than those that answer pages (``nice``)."""


def main(source: str, fonts: str) -> int:
    os.nice(KINDNESS)
    try:
        made = typst.compile(
            source,
            root=str(Path(source).parent),
            font_paths=[fonts],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(bytes(made))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
