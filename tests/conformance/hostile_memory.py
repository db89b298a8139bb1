"""Reads every fifth hostile file of a kind; prints the peak memory of this process and of its children."""

import io
import resource
import sys
from pathlib import Path

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
    extraction_process.stop()  # a process counts as a child when it has ended
    print(own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def own_peak() -> int:
    """Peak memory in kilobytes since this program started; ``RUSAGE_SELF`` includes the parent's memory at the fork."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
