"""The report of chapters by their next review."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.roles import EDITOR, TRAINER
from pomost.models import HomePage
from resources.guidance.models import Chapter
from tests.builders import hide_other_pages, make_chapters, signed_in
from tests.prepared import prepared

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/reviews/"


@pytest.fixture
@prepared
def chapters(home: HomePage) -> list[Chapter]:
    """Overdue by 40 days and by 2, due today, due in 31 days, without a date, and overdue but not public."""
    hide_other_pages(home)
    made = make_chapters(home, "Dawny", "Wczorajszy", "Dzisiejszy", "Przyszły", "Bez daty", "Szkic")
    for chapter, days in zip(made, (-40, -2, 0, 31, None, -5), strict=True):
        review = None if days is None else timezone.localdate() + timedelta(days=days)
        Chapter.objects.filter(pk=chapter.pk).update(next_review=review, live=chapter.title != "Szkic")
    return made


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Dawny", "Wczorajszy"]),
        ("state=overdue", ["Dawny", "Wczorajszy"]),
        ("state=soon", ["Dzisiejszy"]),
        ("state=none", ["Bez daty"]),
    ],
)
def test_chapters_are_listed_by_their_review(chapters: list[Chapter], query: str, titles: list[str]) -> None:
    response = signed_in(EDITOR).get(f"{REPORT}?{query}")
    assert [row.title for row in response.context["object_list"]] == titles


def test_the_file_says_how_late_each_is(chapters: list[Chapter]) -> None:
    Chapter.objects.filter(pk=chapters[0].pk).update(next_review="2026-01-02", legal_state="2025-03-01")
    lines = signed_in(EDITOR).get(f"{REPORT}?export=csv").text.replace("\u00a0", " ").splitlines()
    late = (timezone.localdate() - date(2026, 1, 2)).days
    assert lines[1] == f"Dawny;Poradnik;2 stycznia 2026;1 marca 2025;;;{late}"
    assert len(lines) == 3


def test_each_leads_to_its_editing_and_the_menu_to_the_report(chapters: list[Chapter]) -> None:
    html = signed_in(EDITOR).get(REPORT).content.decode()
    assert f"/admin/pages/{chapters[0].pk}/edit/" in html
    assert f"/admin/pages/{chapters[2].pk}/edit/" not in html


@pytest.mark.parametrize("role", [TRAINER, ""])
def test_who_edits_nothing_gets_no_report(chapters: list[Chapter], role: str) -> None:
    client: Client = signed_in(*([role] if role else []))
    assert client.get(REPORT).status_code == 302
