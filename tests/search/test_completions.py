"""What an engine completes from the beginnings of words."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.search.backends import get_search_backend

from resources.guidance.models import Chapter
from search.models import Section

pytestmark = pytest.mark.django_db


def completed(text: str, *, limit: int = 100) -> list[str]:
    found = get_search_backend().completions(text, limit=limit)
    return sorted(Section.objects.get(pk=pk).suggestion for pk in found)


@pytest.fixture
def headed(chapter: Chapter) -> Chapter:
    """A chapter "Czas pracy" with the heading "Ewidencja – żółta karta", and nothing else in the index."""
    Section.objects.exclude(page=chapter.pk).delete()
    value = {"text": "Ewidencja – żółta karta", "level": "2", "anchor": ""}
    chapter.body = chapter.body.stream_block.to_python([{"type": "heading", "value": value}])
    chapter.save_revision().publish()
    return chapter


@pytest.mark.parametrize("typed", ["ewi", "EWIDENCJA", "zol", "Żół", "karta ewid", "kar zolta ewidencja", "e", "ż ewi"])
def test_headings_are_completed_by_beginnings_in_any_order_without_diacritics(headed: Chapter, typed: str) -> None:
    assert completed(typed) == ["Ewidencja – żółta karta"]


@pytest.mark.parametrize("typed", ["", " ", '"', "widencja", "ewidencje", "ewi jakprowadzi", "🙂", "\x00"])
def test_what_begins_no_word_completes_nothing(headed: Chapter, typed: str) -> None:
    assert completed(typed) == []


def test_a_title_is_completed_once_for_each_document(headed: Chapter, make_document: Callable[..., Any]) -> None:
    assert completed("czas") == ["Czas pracy"]
    make_document("Wzór karty", "Słowo. " * 2_000)
    assert Section.objects.filter(title="Wzór karty").count() > 1
    assert completed("wzor") == ["Wzór karty"]
    assert completed("kart") == ["Ewidencja – żółta karta", "Wzór karty"]
    assert len(completed("kart", limit=1)) == 1
