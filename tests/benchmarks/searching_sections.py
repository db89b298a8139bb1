"""Search over generated sections, on each backend beside Wagtail's stock backend over the same rows."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.benchmarks.bounds import BACKENDS, SECTIONS, Figure
from tests.benchmarks.throwaway import Throwaway, database_on, throwaway
from tests.search.engines import EngineUnavailableError, elasticsearch, opensearch

POSTGRES = "POMOST_TEST_POSTGRES_URL"
ENGINES = {"elasticsearch": elasticsearch, "opensearch": opensearch}
SIZES: dict[str, tuple[int, ...]] = {backend: SECTIONS if backend == "sqlite" else SECTIONS[:1] for backend in BACKENDS}
"""How many sections are measured unless all sizes are asked for."""
STOCK = {
    "sqlite": "the stock backend's, which has no excerpts",
    "postgresql": "the stock backend's, which has no excerpts",
    "elasticsearch": "the stock backend's, which has no excerpts; it lacks the beginnings of words here",
    "opensearch": "the stock backend's, which has no excerpts",
}


class NotHereError(Exception):
    """A backend cannot be measured on this machine; the message says why."""


def figures(site: Throwaway, *, all_sizes: bool, say: Callable[[str], None]) -> list[Figure]:
    """Replaces the sections of ``site``. ``all_sizes``: also those that take long.

    A backend that this machine lacks is left out, and fails where CI promised it (``NotHereError``).
    """
    found: list[Figure] = []
    for backend in BACKENDS:
        try:
            found += _figures_of(site, backend, SECTIONS if all_sizes else SIZES[backend])
        except NotHereError as error:
            if os.environ.get("CI") == "true":
                raise
            say(f"Not measured with {backend}: {error}")
    return found


def _figures_of(site: Throwaway, backend: str, counts: Iterable[int]) -> list[Figure]:
    found: list[Figure] = []
    with _site_of(site, backend) as measured:
        for count in counts:
            given = measured.folder / "count.json"
            given.write_text(str(count), encoding="utf-8")
            got: dict[str, float] = measured.ask("tests.benchmarks.inside", "sections", str(given))
            name = f"search in {count} sections, {backend}"
            note = f"a page of 20 results; beside {STOCK[backend]}"
            found += [
                _beside(f"{name}: p50", got["p50"], "ms", got["stock p50"], note),
                _beside(f"{name}: p95", got["p95"], "ms", got["stock p95"], note),
                _beside(f"{name}: suggestions p95", got["suggestions p95"], "ms", got["p95"], "beside a search"),
                _beside(f"{name}: indexing", got["indexed a second"], "1/s", got["stock indexed a second"], "sections"),
                _beside(
                    f"{name}: index text", got["index characters"], "chars", got["original characters"], "the original"
                ),
            ]
    return found


@contextmanager
def _site_of(site: Throwaway, backend: str) -> Iterator[Throwaway]:
    """The site whose search is that of the backend. Raises ``NotHereError``."""
    if backend == "postgresql":
        server = os.environ.get(POSTGRES)
        if not server:
            raise NotHereError(f"set {POSTGRES}")
        with database_on(server) as url, throwaway() as empty:
            other = Throwaway(empty.folder, database_url=url)
            other.migrate()
            other.environment["POMOST_DEMO"] = "true"
            other.run("django", "loaddemo", "--verbosity", "0")
            yield other
    elif backend in ENGINES:
        try:
            with ENGINES[backend](measuring=True) as cluster:
                site.environment["SEARCH_URL"] = f"{backend}://{urlsplit(cluster.url).netloc}/bench"
                yield site
        except EngineUnavailableError as error:
            raise NotHereError(str(error)) from error
        finally:
            site.environment.pop("SEARCH_URL", None)
    else:
        yield site


def _beside(name: str, value: float, unit: str, baseline: float, note: str) -> Figure:
    return Figure(name, round(value, 1), unit, round(baseline, 1), round(value / baseline, 3), note)
