"""The time until all pages show the correction of an object that they refer to; drafts do not invalidate caches."""

from tests.benchmarks.bounds import Figure
from tests.benchmarks.throwaway import Throwaway


def figures(site: Throwaway) -> list[Figure]:
    found: dict[str, float] = site.ask("tests.benchmarks.inside", "correction")
    return [
        Figure(
            "correction of an act: saved", found["answered"], "s", note="the editor's request; 500 pages cite the act"
        ),
        Figure(
            "correction of an act: seen on all", found["done"], "s", note="from the save to the last page, one worker"
        ),
        Figure("correction of an act: pages with the old title", found["stale"], "pages"),
        Figure("drafts saved: caches invalidated", found["drafts"], "times", note="ten drafts of a live page"),
    ]
