"""A PDF of 120 pages and an EPUB of the same, beside WeasyPrint; and how fast pages are answered meanwhile."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from pomost.setup.environment import Environment
from tests.benchmarks.bounds import Figure
from tests.benchmarks.load import Comparison, Round, compare, measure, median, request_of
from tests.benchmarks.throwaway import ROOT, Throwaway

INSIDE = "tests.benchmarks.publications_inside"
WEASYPRINT = "70.0"
ROUNDS = 3
SECONDS = 3.0
OF_WEASYPRINT = """
import json, resource, sys, time
from weasyprint import HTML
started = time.perf_counter()
HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])
took = time.perf_counter() - started
print(json.dumps({"seconds": took, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}))
"""


class NotInstalledError(Exception):
    """WeasyPrint cannot be installed or started here; the message says why."""


def figures(site: Throwaway, prepared: dict[str, Any]) -> list[Figure]:
    """Made alternately, each in a process of its own; the ratios are medians of those of a round."""
    made = site.ask(INSIDE, "prepare")
    times = str(made["times"])
    html = site.folder / "publication.html"
    html.write_text(made["html"], encoding="utf-8")
    found = [_meanwhile(site, prepared["chapter"], times)]
    try:
        python = install(site.folder / "weasyprint")
    except NotInstalledError as error:
        found.append(Figure("WeasyPrint", float("nan"), "s", note=f"not measured: {error}"))
        return found
    rounds = [
        (site.ask(INSIDE, "pdf", times), site.ask(INSIDE, "epub", times), _weasyprint(python, html))
        for _number in range(ROUNDS)
    ]
    for place, name in enumerate(("PDF of 120 pages", "EPUB of 120 pages")):
        note = (
            f"{made['pages']} pages; {_median(rounds, place, 'megabytes')} MB beside {_median(rounds, 2, 'megabytes')}"
        )
        ratio = median([one[place]["seconds"] / one[2]["seconds"] for one in rounds])
        ours, theirs = _median(rounds, place, "seconds"), _median(rounds, 2, "seconds")
        found.append(Figure(f"{name} beside WeasyPrint", ours, "s", theirs, round(ratio, 3), note))
    return found


def _median(rounds: list[tuple[Any, Any, Any]], place: int, name: str) -> float:
    return round(median([one[place][name] for one in rounds]), 2)


def _meanwhile(site: Throwaway, path: str, times: str) -> Figure:
    """The rate of a chapter past the page cache while documents are made, beside the rate while none are."""
    server = site.serve("pomost.wsgi:application", name="meanwhile", options=("--workers", "1"))
    maker = site.start(INSIDE, "forever", times, "-", name="maker")

    def rate(of: signal.Signals) -> Round:
        os.killpg(maker.pid, of)
        return measure(server, lambda _index: request_of(f"{path}?p=1"), seconds=SECONDS)

    try:
        result: Comparison = compare(lambda: rate(signal.SIGCONT), lambda: rate(signal.SIGSTOP), rounds=ROUNDS)
        if maker.poll() is not None:
            raise RuntimeError(f"the maker ended:\n{(site.folder / 'maker.log').read_text()[-2000:]}")
    finally:
        os.killpg(maker.pid, signal.SIGKILL)
        maker.wait()
        server.stop()
    return Figure(
        "pages while documents are made",
        round(result.rate, 1),
        "requests/s",
        round(result.baseline, 1),
        round(result.ratio, 3),
        f"{os.cpu_count()} processors",
    )


def install(folder: Path) -> Path:
    """The Python of a new environment with WeasyPrint. Raises ``NotInstalledError``, as without Pango."""
    known = Environment(ROOT).uv
    uv = str(known) if known.exists() else shutil.which("uv")
    if uv is None:
        raise NotInstalledError("uv is not installed")
    python = folder / "bin" / "python"
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
        [uv, "pip", "install", "--quiet", "--python", str(python), f"weasyprint=={WEASYPRINT}"],
        [str(python), "-c", "import weasyprint"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NotInstalledError(" ".join(done.stderr.split())[-200:])
    return python


def _weasyprint(python: Path, html: Path) -> dict[str, float]:
    command = [str(python), "-c", OF_WEASYPRINT, str(html), str(html.with_suffix(".pdf"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer
