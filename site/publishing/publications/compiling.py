"""Compiles one Typst document: ``python compiling.py SOURCE FONTS`` writes the PDF to standard output.

With a third argument, a number of pixels per inch, it writes a picture of each page beside the source instead: 1.png, …

A process of its own, without Django: Typst keeps what it computed for the last ten documents, tens of megabytes each,
and nothing else frees them or ends a document that takes too long.
"""

import os
import sys
from pathlib import Path
from typing import Any

import typst

KINDNESS = 10
"""How much less of a busy processor this process takes than those that answer pages (``nice``)."""


def main(source: str, fonts: str, pixels: str = "") -> int:
    os.nice(KINDNESS)
    kind: dict[str, Any] = {"format": "png", "ppi": float(pixels)} if pixels else {"pdf_standards": ["ua-1"]}
    try:
        made = typst.compile(
            source, root=str(Path(source).parent), font_paths=[fonts], ignore_system_fonts=True, **kind
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    if not pixels:
        sys.stdout.buffer.write(bytes(made))
        return 0
    for number, page in enumerate([made] if isinstance(made, bytes) else made, start=1):
        Path(source).with_name(f"{number}.png").write_bytes(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
