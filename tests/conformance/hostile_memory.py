"""Reads every fifth hostile file of a kind; writes the most memory that this process and those it started took."""

import io
import resource
import sys

from publishing import extraction_process
from publishing.extraction import UnreadableError
from tests.conformance import hostile_files

FILES = 200
STEP = 5


def main() -> None:
    """``sys.argv[1]`` is the kind; both figures are in kilobytes."""
    kind = sys.argv[1]
    for number in range(0, FILES, STEP):
        (file,) = hostile_files.files(kind, range(number, number + 1))
        try:
            extraction_process.text_of(io.BytesIO(file.content), kind)
        except UnreadableError:
            continue
    print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
