"""Every process serves a published change from the next request on."""

import subprocess
import sys
import threading
import time
from typing import Any

from tests.benchmarks.bounds import Figure
from tests.benchmarks.load import Reply, get, median
from tests.benchmarks.throwaway import ROOT, Server, Throwaway

WORKERS = 2
PUBLISHES = 10
ASKING = 4
GIVE_UP = 15.0


def figures(site: Throwaway, prepared: dict[str, Any]) -> list[Figure]:
    """Publishes ten times in a third process; after each, sends requests until both workers have responded."""
    path = prepared["chapter"]
    server = site.serve("tests.benchmarks.served:application", name="workers", options=("--workers", str(WORKERS)))
    publisher = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.inside", "publish", str(prepared["chapter_id"])],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert publisher.stdin is not None
    assert publisher.stdout is not None
    stale, processes, times = 0, WORKERS, []
    try:
        for number in range(PUBLISHES):
            title = f"Tytuł po zmianie {number}" if number < PUBLISHES - 1 else prepared["chapter_title"]
            _ask_all(server, path)
            _ask_all(server, path)  # every worker has the page in its cache now
            started = time.perf_counter()
            print(title, file=publisher.stdin, flush=True)
            while (line := publisher.stdout.readline().strip()) != f"published {title}":
                if not line and publisher.poll() is not None:
                    raise RuntimeError("The publishing process ended.")
            times.append(time.perf_counter() - started)
            answers = _ask_all(server, path)
            stale += sum(f"<title>{title} ·".encode() not in answer.body for answer in answers)
            processes = min(processes, len({answer.header("X-Process") for answer in answers}))
    finally:
        publisher.stdin.close()
        publisher.wait(30)
        server.stop()
    return [
        Figure("publish: stale answers", stale, "answers", note=f"after {PUBLISHES} publishes by another process"),
        Figure("publish: processes that answered", processes, "processes"),
        Figure("publish", round(1000 * median(times)), "ms", note="a revision saved and published"),
    ]


def _ask_all(server: Server, path: str) -> list[Reply]:
    """Sends concurrent requests until every worker has responded at least once."""
    answers: list[Reply] = []
    until = time.monotonic() + GIVE_UP

    def ask() -> None:
        while len({answer.header("X-Process") for answer in answers}) < WORKERS and time.monotonic() < until:
            # Uncompressed, so that the title can be read from it.
            answers.append(get(server.port, path, headers={"Accept-Encoding": "identity"}))

    threads = [threading.Thread(target=ask) for _number in range(ASKING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
