"""How long ``make run`` takes until the site answers, where it was set up before."""

import os
import signal
import subprocess
import tempfile
import time

from tests.benchmarks.bounds import Figure
from tests.benchmarks.throwaway import ROOT, free_port

TIMES = 3


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="pomost-start-") as folder:
        first = _started_in(folder)
        again = min(_started_in(folder) for _time in range(TIMES))
    return [
        Figure("make run: with an empty database", round(first, 1), "s", note="packages installed before"),
        Figure("make run: second start", round(again, 1), "s", note=f"the quickest of {TIMES}"),
    ]


def _started_in(folder: str) -> float:
    """Seconds from ``make run`` to the line that tells the address."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POMOST_", "DATABASE_", "MAKE"))}
    environment = {**kept, "POMOST_VAR": folder, "PORT": str(free_port())}
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said: list[str] = []
    assert process.stdout is not None
    try:
        for line in process.stdout:
            said.append(line)
            if line.startswith("Pomost is at"):
                return time.monotonic() - started
        raise RuntimeError("make run ended:\n" + "".join(said))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.close()
        process.wait(30)
