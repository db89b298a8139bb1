"""Measures of every searcher over the relevance set, per half and kind, as a table and as JSON."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.relevance.judgements import HALVES, KINDS, NOTHING, UNDIACRITISED, Half, Query, units_of
from tests.relevance.measures import Interval, bootstrap, mean, ndcg, recall

BASELINE = "stock"


@dataclass(frozen=True, slots=True)
class Result:
    """What one searcher answered to one query. nDCG and recall are not numbers where nothing answers the query."""

    query: Query
    ndcg: float
    recall: float
    empty: bool
    full_match: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Measures of one searcher on one half. ``above`` is the difference of nDCG to the stock backend in the same run.

    ``empty`` is the share of queries without results among those that something answers, ``false_full`` the share of
    full matches among those that nothing answers, ``diacritics`` the mean difference of nDCG between a query without
    Polish letters and the same query with them.
    """

    backend: str
    searcher: str
    half: Half
    queries: int
    ndcg: float
    recall: float
    empty: float
    false_full: float
    diacritics: Interval
    above: Interval | None
    recall_above: Interval | None
    ndcg_of_kind: Mapping[str, float]
    recall_of_kind: Mapping[str, float]


def results_of(queries: Iterable[Query], answers: Mapping[str, Mapping[str, Any]]) -> list[Result]:
    """``answers`` by the id of the query: ``urls`` and ``full_match``."""
    results = []
    for query in queries:
        answer = answers[query.id]
        units = units_of(answer["urls"])
        scores = (ndcg(units, query.grades), recall(units, query.grades)) if query.grades else (math.nan, math.nan)
        results.append(Result(query, *scores, empty=not units, full_match=answer["full_match"]))
    return results


def figures_of(backend: str, queries: Sequence[Query], answers: Mapping[str, Mapping[str, Any]]) -> list[Figures]:
    """Of each searcher of one backend on each half; ``answers`` by searcher and query."""
    figures = []
    for half in HALVES:
        chosen = [query for query in queries if query.half == half]
        baseline = results_of(chosen, answers[BASELINE])
        for name, answered in answers.items():
            results = results_of(chosen, answered)
            figures.append(_figures(backend, name, half, results, None if name == BASELINE else baseline))
    return figures


def _figures(
    backend: str, searcher: str, half: Half, results: Sequence[Result], baseline: Sequence[Result] | None
) -> Figures:
    graded = [result for result in results if result.query.grades]
    kinds = [kind for kind in KINDS if kind != NOTHING]
    above = recall_above = None
    if baseline is not None:
        other = {result.query.id: result for result in baseline}
        above = bootstrap([result.ndcg - other[result.query.id].ndcg for result in graded])
        recall_above = bootstrap([result.recall - other[result.query.id].recall for result in graded])
    return Figures(
        backend=backend,
        searcher=searcher,
        half=half,
        queries=len(results),
        ndcg=mean([result.ndcg for result in graded]),
        recall=mean([result.recall for result in graded]),
        empty=mean([result.empty for result in graded]),
        false_full=mean([result.full_match and not result.empty for result in results if not result.query.grades]),
        diacritics=_diacritics(results),
        above=above,
        recall_above=recall_above,
        ndcg_of_kind={kind: mean([result.ndcg for result in graded if result.query.kind == kind]) for kind in kinds},
        recall_of_kind={
            kind: mean([result.recall for result in graded if result.query.kind == kind]) for kind in kinds
        },
    )


def _diacritics(results: Sequence[Result]) -> Interval:
    by_id = {result.query.id: result for result in results}
    return bootstrap(
        [result.ndcg - by_id[result.query.same_as].ndcg for result in results if result.query.kind == UNDIACRITISED]
    )


def as_json(figures: Iterable[Figures]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]


def table(figures: Sequence[Figures]) -> str:
    """One table for each half: the measures in rows, the searchers of each backend in columns."""
    return "\n\n".join(_half(half, [figure for figure in figures if figure.half == half]) for half in HALVES)


def _half(half: Half, figures: Sequence[Figures]) -> str:
    rows = [
        [f"{half}, {figures[0].queries} queries", *(f"{figure.searcher} ({figure.backend})" for figure in figures)],
        ["nDCG@10", *(_number(figure.ndcg) for figure in figures)],
        ["  above stock", *(_interval(figure.above) for figure in figures)],
        ["recall@10", *(_number(figure.recall) for figure in figures)],
        ["  above stock", *(_interval(figure.recall_above) for figure in figures)],
        ["empty answers", *(f"{figure.empty:.0%}" for figure in figures)],
        ["false full matches", *(f"{figure.false_full:.0%}" for figure in figures)],
        ["without diacritics", *(_interval(figure.diacritics) for figure in figures)],
        ["nDCG@10 / recall@10", *("" for _figure in figures)],
        *(
            [
                f"  {kind}",
                *(
                    f"{_number(figure.ndcg_of_kind[kind])} / {_number(figure.recall_of_kind[kind])}"
                    for figure in figures
                ),
            ]
            for kind in figures[0].ndcg_of_kind
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _number(value: float) -> str:
    return f"{value:.3f}"


def _interval(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval.mean:+.3f} [{interval.low:+.3f}, {interval.high:+.3f}]"


def worst(queries: Iterable[Query], answers: Mapping[str, Mapping[str, Any]], most: int) -> str:
    """The open queries with the lowest nDCG and what is missing or found in vain: what to look at while tuning."""
    results = results_of((query for query in queries if query.half == "open" and query.grades), answers)
    lines = []
    for result in sorted(results, key=lambda result: result.ndcg)[:most]:
        found = units_of(answers[result.query.id]["urls"])[:10]
        missing = [unit for unit in result.query.grades if unit not in found]
        lines.append(f"{result.ndcg:.3f}  {result.query.id}  {result.query.text}")
        lines += [f"       {result.query.grades.get(unit, 0)}  {unit}" for unit in found[:5]]
        lines += [f"       missing, {result.query.grades[unit]}  {unit}" for unit in missing]
    return "\n".join(lines)
