"""``python -m tests.relevance.answering FILE``: every searcher's answers over the demo, written to FILE as JSON.

Runs in a process of its own, whose environment says which database and which search backend are measured.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402 - needs the settings
from wagtail.search.models import IndexEntry  # noqa: E402

from publishing.models import PomostDocument  # noqa: E402
from search.backends import chosen, engine  # noqa: E402
from search.rebuilding import rebuild_engine  # noqa: E402
from tests import databases  # noqa: E402
from tests.relevance.judgements import HALVES, load  # noqa: E402
from tests.relevance.searchers import SEARCHERS, units  # noqa: E402
from tests.search.with_engine import asked_strictly  # noqa: E402

PATIENCE = 30.0
"""Seconds for one answer of an engine: what it answers is measured here, not how fast."""


def main(destination: Path) -> None:
    setup_test_environment()
    databases.make(destination.parent, workers=1)
    try:
        destination.write_text(json.dumps(_answers()), encoding="utf-8")
    finally:
        databases.destroy()
        teardown_test_environment()


def _answers() -> dict[str, Any]:
    """Answers by searcher and query, and what each unit is: its title and the beginning of its text."""
    unread = PomostDocument.objects.filter(extracted_text="").count()
    if unread or not IndexEntry.objects.exists():
        raise RuntimeError(f"The demo is not indexed: {unread} documents without text")
    if chosen.has_engine():
        rebuild_engine()
        engine.SEARCH_TIMEOUT = PATIENCE
        engine.EngineBackend.answered = asked_strictly  # type: ignore[method-assign]
    answers: dict[str, dict[str, Any]] = {}
    queries = [query for half in HALVES for query in load(half)]
    for name, make in SEARCHERS.items():
        searcher = make()
        answers[name] = {}
        for query in queries:
            answer = searcher.search(query.text)
            answers[name][query.id] = {"urls": answer.urls, "full_match": answer.full_match}
    return {"answers": answers, "units": units()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
