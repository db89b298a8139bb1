"""Pools: results of all searchers that nobody has graded yet, written to a file, graded there and taken back."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.relevance.judgements import FOLDER, HALVES, Half, Query, load, path_of, units_of
from tests.relevance.measures import DEPTH

UNGRADED = "?"


def write(
    destination: Path,
    queries: Sequence[Query],
    answers: Iterable[Mapping[str, Mapping[str, Any]]],
    units: Mapping[str, Sequence[str]],
) -> int:
    """Writes the first results of every searcher that have no grade; returns how many.

    A line is the grade to fill in, the unit, its title, the beginning of its text, with tabs between. Queries that
    repeat another are pooled with it; those that nothing answers are left out.
    """
    lines: list[str] = []
    number = 0
    answers = list(answers)
    for query in queries:
        if query.same_as or not query.grades:
            continue
        same = {query.id, *(other.id for other in queries if other.same_as == query.id)}
        found = [units_of(answer[name]["urls"])[:DEPTH] for answer in answers for name in sorted(same)]
        known = query.grades.keys() | zeros(query.half).get(query.id, frozenset())
        new = [unit for unit in dict.fromkeys(unit for result in found for unit in result) if unit not in known]
        if new:
            lines += ["", f"# {query.id}\t{query.text}"]
            lines += ["\t".join((UNGRADED, unit, *units.get(unit, ("", "")))) for unit in new]
            number += len(new)
    destination.write_text("\n".join(lines).strip() + "\n", encoding="utf-8")
    return number


def take(source: Path) -> int:
    """Takes the grades of a pool into the relevance set; returns how many are not 0.

    Raises ``ValueError`` for a line without a grade and for a query that does not exist.
    """
    graded: dict[str, dict[str, int]] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            grades = graded.setdefault(line[2:].split("\t")[0], {})
        elif line.strip():
            grade, unit, *_rest = line.split("\t")
            if grade not in ("0", "1", "2"):
                raise ValueError(f"{source.name}: a grade is missing in {line!r}")
            grades[unit] = int(grade)
    known = {query.id: query for half in HALVES for query in load(half)}
    if unknown := graded.keys() - known.keys():
        raise ValueError(f"{source.name}: there is no query {sorted(unknown)[0]}")
    for half in HALVES:
        mine = {name: grades for name, grades in graded.items() if known[name].half == half}
        _add(half, mine)
        _add_zeros(half, mine)
    return sum(grade > 0 for grades in graded.values() for grade in grades.values())


def zeros(half: Half) -> dict[str, frozenset[str]]:
    """By the id of the query: the results that were judged and answer nothing, so that no pool has them again."""
    path = _zeros_path(half)
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return {name: frozenset(units) for name, *units in rows}


def _zeros_path(half: Half) -> Path:
    return FOLDER / f"{half}-zeros.tsv"


def _add(half: Half, graded: Mapping[str, Mapping[str, int]]) -> None:
    """Writes grades behind those of their query; the file is changed as text, because it has comments."""
    lines = path_of(half).read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("- id: ")] + [len(lines)]
    for start, end in reversed(list(pairwise(starts))):
        new = graded.get(lines[start].removeprefix("- id: "), {})
        lines[end:end] = [f"    {unit}: {grade}" for unit, grade in new.items() if grade]
    path_of(half).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _add_zeros(half: Half, graded: Mapping[str, Mapping[str, int]]) -> None:
    judged = zeros(half)
    for name, grades in graded.items():
        new = {unit for unit, grade in grades.items() if not grade}
        if new:
            judged[name] = judged.get(name, frozenset()) | new
    lines = ["\t".join((name, *sorted(units))) for name, units in sorted(judged.items())]
    _zeros_path(half).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
