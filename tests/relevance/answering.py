"""``python -m tests.relevance.answering FILE``: every searcher's answers over the demo, written to FILE as JSON.

Runs in a process of its own, whose environment says which database and which search backend are measured.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

import lxml.html  # noqa: E402 - the models need the settings that have just been set up
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.search.models import IndexEntry  # noqa: E402

from publishing.models import PomostDocument  # noqa: E402
from tests import databases  # noqa: E402
from tests.relevance.judgements import HALVES, load, unit_of  # noqa: E402
from tests.relevance.searchers import SEARCHERS  # noqa: E402

EXCERPT = 200


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
    answers: dict[str, dict[str, Any]] = {}
    queries = [query for half in HALVES for query in load(half)]
    for name, make in SEARCHERS.items():
        searcher = make()
        answers[name] = {}
        for query in queries:
            answer = searcher.search(query.text)
            answers[name][query.id] = {"urls": answer.urls, "full_match": answer.full_match}
    return {"answers": answers, "units": _units()}


def _units() -> dict[str, tuple[str, str]]:
    units = {}
    for page in Page.objects.live().public().specific():
        if url := page.get_url():
            html = getattr(page, "body_html", "") or "<p></p>"
            units[unit_of(url)] = (page.title, _beginning(lxml.html.fromstring(html).text_content()))
    for document in PomostDocument.objects.all():
        units[unit_of(document.url)] = (document.title, _beginning(document.extracted_text))
    return units


def _beginning(text: str) -> str:
    return " ".join(text.split())[:EXCERPT]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
