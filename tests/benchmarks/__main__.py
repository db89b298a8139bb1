"""``python -m tests.benchmarks``: measures, prints a table, writes ``build/bench.json``; exit code 1 on a missed bound.

Everything happens in a throwaway folder, on a free port, under production settings with gunicorn and SQLite.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import (
    answering,
    correcting,
    counting,
    guide,
    learning,
    publications,
    publishing,
    searching,
    searching_sections,
    speed,
    starting,
)
from tests.benchmarks.bounds import BOUNDS, Figure, missed, verdict
from tests.benchmarks.throwaway import ROOT, Throwaway, throwaway

OF_SECTIONS = frozenset(name for name in BOUNDS if name.startswith("search in "))
IN_BROWSER = frozenset(name for name in BOUNDS if name.startswith(("first", "repeat", "largest", "layout")))


def chromium() -> str | None:
    """Debian's Chromium, where it is installed."""
    return next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)


def say(line: str) -> None:
    print(line, flush=True)


def build(site: Throwaway) -> dict[str, Any]:
    """Database, demo, courses to measure, static files; returns the addresses. Takes about a minute."""
    say("Building a site to measure: database ...")
    site.migrate()
    site.environment["POMOST_DEMO"] = "true"
    say("Building a site to measure: demo, a course of 5 lessons and one of 200 ...")
    prepared: dict[str, Any] = site.ask("tests.benchmarks.inside", "prepare")
    say("Building a site to measure: static files ...")
    site.collect_static_files()
    return prepared


def table(figures: list[Figure]) -> str:
    """The figures in columns: name, value, baseline, ratio, bound, verdict, note."""
    rows = [
        ("", "value", "", "baseline", "ratio", "bound", "", ""),
        *(
            (
                figure.name,
                f"{figure.value:g}",
                figure.unit,
                "" if figure.baseline is None else f"{figure.baseline:g}",
                "" if figure.ratio is None else f"{figure.ratio:.3f}",
                str(BOUNDS.get(figure.name, "")),
                verdict(figure),
                figure.note,
            )
            for figure in figures
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(8)]
    right = {1, 3, 4}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--only",
        nargs="+",
        choices=(
            "counting",
            "speed",
            "answering",
            "learning",
            "publishing",
            "publications",
            "correcting",
            "guide",
            "searching",
            "browser",
            "sections",
            "starting",
        ),
        default=None,
    )
    parser.add_argument("--all-sizes", action="store_true", help="search in 100,000 sections on every backend too")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "bench.json")
    options = parser.parse_args()
    browser_path = chromium()
    figures: list[Figure] = []
    with throwaway() as site:
        prepared = build(site)
        parts: dict[str, Callable[[], list[Figure]]] = {
            "counting": lambda: counting.figures(site, prepared),
            "speed": lambda: speed.figures(site, prepared),
            "answering": lambda: answering.figures(site),
            "learning": lambda: learning.figures(site),
            "publishing": lambda: publishing.figures(site, prepared),
            "publications": lambda: publications.figures(site, prepared),
            "correcting": lambda: correcting.figures(site),
            "guide": lambda: guide.figures(site),
            "searching": lambda: searching.figures(site, prepared),
        }
        if browser_path:
            from tests.benchmarks import browser

            parts["browser"] = lambda: [*browser.figures(site, prepared, browser_path), *browser.files(site)]
        # Replaces the sections of the demo.
        parts["sections"] = lambda: searching_sections.figures(site, all_sizes=options.all_sizes, say=say)
        parts["starting"] = starting.figures
        for name, measure in parts.items():
            if options.only is None or name in options.only:
                started = time.monotonic()
                say(f"Measuring: {name} ...")
                figures += measure()
                say(f"Measuring: {name} took {time.monotonic() - started:.0f} s")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps([figure.as_row() for figure in figures], indent=2) + "\n", encoding="utf-8")
    say(f"\n{table(figures)}\n")
    skipped = OF_SECTIONS - {figure.name for figure in figures}  # backends that are not here, sizes not asked for
    if options.only is not None:
        skipped = frozenset(BOUNDS) - {figure.name for figure in figures}
    elif browser_path is None and os.environ.get("CI") != "true":
        say("Not measured in a browser: Chromium is not installed (on Debian: apt install chromium).")
        skipped |= IN_BROWSER
    names = missed(figures, skipped=skipped)
    say(f"Missed: {'; '.join(names)}" if names else "Every bound holds.")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
