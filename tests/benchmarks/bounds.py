"""The bounds of all figures. A figure without a bound is information only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# Requests of a first visit, kilobytes of 1,000 bytes, times and shifts: the budgets of the look ("Rules of the house").
KILOBYTE = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value. ``baseline`` is the value of what it is compared with, ``ratio`` their ratio."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    note: str = ""

    def as_row(self) -> dict[str, str | float | None]:
        """The figure as stored in ``build/bench.json``."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "ratio": self.ratio,
        }


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound of a figure's value or ratio."""

    of: Literal["value", "ratio"]
    limit: float
    at_least: bool = False

    def holds(self, figure: Figure) -> bool:
        """Whether the figure is within the bound; False if it was not measured."""
        number = figure.value if self.of == "value" else figure.ratio
        if number is None:
            return False
        return number >= self.limit if self.at_least else number <= self.limit

    def __str__(self) -> str:
        return f"{self.of} {'≥' if self.at_least else '≤'} {self.limit:g}"


LEARNING_PAGES = ("Moja nauka", "course page", "progress of a cohort")
"""Measured at 700 learners and at 100,000 enrolments with 5 million events."""

BACKENDS = ("sqlite", "postgresql", "elasticsearch", "opensearch")
SECTIONS = (10_000, 100_000)

BOUNDS: dict[str, Bound] = {
    # Requests in a second, beside a hello-world response of the same size under the same server.
    "chapter from the page cache": Bound("ratio", 0.6, at_least=True),
    "chapter past the page cache": Bound("ratio", 0.04, at_least=True),
    # Queries of one request, besides BEGIN, COMMIT and savepoints.
    "chapter past the page cache: queries": Bound("value", 8),
    "list of 1,000 requirements: queries": Bound("value", 4),
    "lesson of 5, signed in: queries": Bound("value", 12),
    "lesson of 200, signed in: queries": Bound("value", 12),
    "lesson of 200 over lesson of 5: queries more": Bound("value", 0),
    "answer without script: queries": Bound("value", 10),
    "answer with script: queries": Bound("value", 10),
    "answer that completes the lesson: queries": Bound("value", 10),
    "lesson with 40 exercises: queries for them": Bound("value", 3),
    # One worker each, on SQLite: answers a second.
    "answers beside wagtail-lms's": Bound("ratio", 3, at_least=True),
    "lesson of 200 beside lesson of 5": Bound("ratio", 0.8, at_least=True),
    # Beside the same pages at 700 learners: what others have done makes no difference.
    **{f"{page} at 100,000 enrolments: time": Bound("ratio", 1.5) for page in LEARNING_PAGES},
    **{
        f"{act} at 100,000 enrolments: {figure}": bound
        for act in (*LEARNING_PAGES, "answer", "answer that completes a lesson")
        for figure, bound in (("queries more", Bound("value", 0)), ("steps", Bound("ratio", 1.1)))
    },
    # The answer, its state, the enrolment and the event; with the completion of the lesson and its event.
    "answer at 100,000 enrolments: rows": Bound("value", 4),
    "answer that completes a lesson at 100,000 enrolments: rows": Bound("value", 6),
    "answer at 100,000 enrolments: rows more": Bound("value", 0),
    "answer that completes a lesson at 100,000 enrolments: rows more": Bound("value", 0),
    # An act that 500 chapters cite is corrected; ten drafts are saved.
    "correction of an act: pages with the old title": Bound("value", 0),
    "drafts saved: caches invalidated": Bound("value", 0),
    # A chapter of 200 beside one of 5, both with 300 terms, and this one beside itself before them; a value that 500
    # pages show is changed, beside as many publishes.
    "publish in a long guide": Bound("ratio", 1.5),
    "publish with many terms": Bound("ratio", 1.5),
    "publish in a long guide: terms linked": Bound("value", 1, at_least=True),
    "change of a value: seen on all": Bound("ratio", 0.5),
    "change of a value: pages with the old amount": Bound("value", 0),
    # Two processes: responses with the old title after the publishing process reported that it had published.
    "publish: stale answers": Bound("value", 0),
    "publish: processes that answered": Bound("value", 2, at_least=True),
    # Two processes of four threads, 60 documents of 200,000 characters. A cached page never waits for a whole search.
    "search over long documents": Bound("ratio", 40),
    "kept page beside eight searchers": Bound("ratio", 1),
    # Generated sections, beside Wagtail's stock backend over the same rows in the same database or engine.
    **{
        f"search in {count} sections, {backend}: {figure}": Bound("ratio", limit, at_least=at_least)
        for backend in BACKENDS
        for count in SECTIONS
        for figure, limit, at_least in (
            ("p50", 1.3, False),
            ("p95", 1.3, False),
            ("suggestions p95", 0.5, False),
            ("indexing", 0.5, True),
            ("index text", 1.2, False),
        )
    },
    # All guides of the demo as one publication; a chapter past the page cache while the PDF is made over and over.
    "PDF of 120 pages beside WeasyPrint": Bound("ratio", 0.5),
    "EPUB of 120 pages beside WeasyPrint": Bound("ratio", 0.5),
    "pages while documents are made": Bound("ratio", 0.8, at_least=True),
    # A chapter in Chromium.
    "first visit: requests": Bound("value", 12),
    "first visit: transferred": Bound("value", 160),
    "repeat visit: transferred": Bound("value", 40),
    "largest contentful paint": Bound("ratio", 1.5),
    "layout shift": Bound("value", 0.02),
    # From the command to the line with the address, where everything is installed and loaded.
    "make run: second start": Bound("value", 5),
}


def verdict(figure: Figure) -> str:
    """``pass``, ``FAIL``, or empty where there is no bound."""
    bound = BOUNDS.get(figure.name)
    return "" if bound is None else "pass" if bound.holds(figure) else "FAIL"


def missed(figures: Iterable[Figure], *, skipped: frozenset[str] = frozenset()) -> list[str]:
    """The names of the bounds that are missed, including those of figures that were not measured."""
    measured = {figure.name: figure for figure in figures}
    return [
        name
        for name, bound in BOUNDS.items()
        if name not in skipped and (name not in measured or not bound.holds(measured[name]))
    ]
