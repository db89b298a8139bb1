"""``python -m tests.relevance``: measures the search over the relevance set and prints a table.

Everything happens in a throwaway folder: the demo is loaded, its documents are read and indexed, and each searcher
answers every query in a process of its own for each backend. ``docs/how-to/measure-search.md`` says how to read it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.relevance import pooling, report
from tests.relevance.judgements import HALVES, load
from tests.search.engines import elasticsearch, opensearch

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = "POMOST_TEST_POSTGRES_URL"
BACKENDS: dict[str, dict[str, str]] = {
    "sqlite": {},
    "postgresql": {"DATABASE_URL": os.environ.get(POSTGRES, "")},
    "elasticsearch": {},
    "opensearch": {},
}
"""By name: the environment in which a backend is measured. A variable without a value is one that has to be set."""
ENGINES = {"elasticsearch": elasticsearch, "opensearch": opensearch}
"""Backends that are started for the measurement; ``SEARCH_URL`` is theirs."""


def main() -> int:
    options = _options()
    if options.take:
        print(f"Taken: {pooling.take(options.take)} grades other than 0")
        return 0
    queries = [query for half in HALVES for query in load(half)]
    figures: list[report.Figures] = []
    answers: list[dict[str, Any]] = []
    units: dict[str, Any] = {}
    for backend in options.backend or ["sqlite"]:
        answered = _answers(backend)
        figures += report.figures_of(backend, queries, answered["answers"])
        answers += answered["answers"].values()
        units |= answered["units"]
    print(report.table(figures))
    if options.worst:
        print(f"\n{report.worst(queries, answers[0], options.worst)}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report.as_json(figures), indent=1) + "\n", encoding="utf-8")
    if options.pool:
        print(f"\n{pooling.write(options.pool, queries, answers, units)} results to grade in {options.pool}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description="Measures how well search answers.")
    parser.add_argument("--backend", action="append", choices=BACKENDS, help="what to measure (sqlite); repeatable")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    parser.add_argument("--worst", type=int, metavar="N", help="also print the N worst queries of the open half")
    parser.add_argument("--pool", type=Path, metavar="FILE", help="also write the results that have no grade yet")
    parser.add_argument("--take", type=Path, metavar="FILE", help="only take the grades filled into a pool")
    return parser.parse_args()


def _answers(backend: str) -> Any:
    """What the searchers answer with one backend. Raises ``SystemExit`` with the reason if it cannot be measured."""
    wanted = BACKENDS[backend]
    if "" in wanted.values():
        raise SystemExit(f"The backend {backend} needs a server: set {POSTGRES}")
    with tempfile.TemporaryDirectory(prefix="pomost-relevance-") as name, ExitStack() as stack:
        folder = Path(name)
        if backend in ENGINES:
            url = stack.enter_context(ENGINES[backend](measuring=True)).url
            wanted = {**wanted, "SEARCH_URL": f"{backend}://{urlsplit(url).netloc}/relevance"}
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("POMOST_", "DATABASE_", "SEARCH_"))
            },
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "pomost.settings.test",
            "POMOST_VAR": str(folder / "var"),
            **wanted,
        }
        command = [sys.executable, "-m", "tests.relevance.answering", str(folder / "answers.json")]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
        if done.returncode:
            raise SystemExit(f"The backend {backend} could not be measured")
        return json.loads((folder / "answers.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
