"""Counts the queries of a request in the whole application under production settings."""

import json
from typing import Any

from tests.benchmarks.bounds import Figure
from tests.benchmarks.throwaway import Throwaway

UNIT = "queries"


def figures(site: Throwaway, prepared: dict[str, Any]) -> list[Figure]:
    given = site.folder / "prepared.json"
    given.write_text(json.dumps(prepared), encoding="utf-8")
    sql: dict[str, list[str]] = site.ask("tests.benchmarks.inside", "queries", str(given))
    count = {name: len(statements) for name, statements in sql.items()}
    return [
        Figure("chapter past the page cache: queries", count["chapter"], UNIT, note="read again in this process"),
        Figure("chapter first read: queries", count["chapter_new"], UNIT, note="first time in this process"),
        Figure("chapter after a publish: queries", count["chapter_cold"], UNIT, note="everything forgotten"),
        Figure("list of 1,000 requirements: queries", count["requirements"], UNIT, note="first time in this process"),
        Figure("lesson of 5, signed in: queries", count["lesson_small"], UNIT),
        Figure("lesson of 200, signed in: queries", count["lesson_large"], UNIT),
        Figure(
            "lesson of 200 over lesson of 5: queries more", abs(count["lesson_large"] - count["lesson_small"]), UNIT
        ),
        Figure("lesson of 200 after a publish: queries", count["lesson_cold"], UNIT, note="everything forgotten"),
        Figure("answer without script: queries", count["answer"], UNIT, note="besides BEGIN, COMMIT, savepoints"),
        Figure(
            "answer with script: queries",
            count["answer_script"],
            UNIT,
            note="with the exercise and the progress drawn anew",
        ),
        Figure("answer that completes the lesson: queries", count["answer_last"], UNIT),
    ]
