"""Opens files with Debian's LibreOffice Writer and saves them in another format."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

PROGRAM = shutil.which("soffice")
LONGEST = 120
"""The most seconds of one call."""


def converted(files: Mapping[str, bytes], *, source: str, target: str) -> dict[str, bytes]:
    """The files by their names, saved as ``target``; both formats are ends of names, such as "docx".

    One process for all of them, with a profile of its own. What LibreOffice cannot open is missing from the answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        inside, outside = place / "in", place / "out"
        inside.mkdir()
        paths = {name: inside / f"{number}.{source}" for number, name in enumerate(files)}
        for name, path in paths.items():
            path.write_bytes(files[name])
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        arguments = [profile, "--headless", "--norestore", "--convert-to", target, "--outdir", str(outside)]
        _run([*arguments, *map(str, paths.values())])
        made = {name: outside / f"{path.stem}.{target}" for name, path in paths.items()}
        return {name: path.read_bytes() for name, path in made.items() if path.is_file()}


def _run(arguments: list[str]) -> None:
    if PROGRAM is None:
        raise RuntimeError("LibreOffice is not installed (on Debian: apt install libreoffice-writer-nogui)")
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # soffice is a script that starts the program
    )
    try:
        _output, errors = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    if process.returncode:
        raise RuntimeError(f"LibreOffice failed: {errors.decode(errors='replace')[-2000:]}")
