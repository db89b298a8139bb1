"""The admin's list of pages shows the numbers that readers see, in a constant number of queries."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from courses.catalogue.models import Topic
from people.roles import EDITOR
from pomost.models import HomePage
from tests.builders import make_chapters, signed_in
from tests.courses_tree import lessons_of, make_course, make_lesson

pytestmark = pytest.mark.django_db


def rows(client: Client, parent: Page, query: str = "") -> list[tuple[str, str | None]]:
    """The titles of the list below a page, each with its number; None where the list has no such column."""
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_explore", args=[parent.pk]) + query).content, "html.parser")
    found = []
    for row in soup.select("table.listing tbody tr"):
        title, number = row.select_one("td.title .title-wrapper"), row.select_one("td.page-number")
        assert title is not None
        found.append((title.get_text(strip=True), number.get_text(strip=True) if number else None))
    return found


def test_chapters_have_the_numbers_of_the_contents(home: HomePage) -> None:
    first, second, _third = make_chapters(home, "Pierwszy", "Drugi", "Trzeci")
    second.unpublish()
    guide, client = first.get_parent(), signed_in(EDITOR)
    assert rows(client, guide) == [("Pierwszy", "1"), ("Drugi", ""), ("Trzeci", "2")]
    assert rows(client, guide, "?q=Trzeci") == [("Trzeci", None)]
    assert rows(client, guide.get_parent()) == [("Poradnik", None)]


def test_lessons_have_the_numbers_of_their_pages_and_topics_those_of_their_lessons(home: HomePage) -> None:
    course, client = make_course(lessons=2), signed_in(EDITOR)
    for title in ("Drugi", "Trzeci"):
        course.add_child(instance=Topic(title=title))
    second = Topic.objects.get(title="Drugi", path__startswith=course.path)
    make_lesson(second, "Ostatnia")
    first = lessons_of(course)[0].get_parent()
    assert rows(client, course) == [("Temat: Kurs próbny", "Lekcje 1–2"), ("Drugi", "Lekcja 3"), ("Trzeci", "")]
    assert rows(client, first) == [("Lekcja 0", "Lekcja 1"), ("Lekcja 1", "Lekcja 2")]
    first.specific.unpublish()
    assert rows(client, second) == [("Ostatnia", "Lekcja 1")]


@pytest.mark.usefixtures("caching")
def test_a_longer_list_takes_no_more_queries(home: HomePage) -> None:
    course, client = make_course(lessons=2), signed_in(EDITOR)
    topic = lessons_of(course)[0].get_parent()
    counts = []
    for more in (0, 8):
        for number in range(more):
            make_lesson(topic, f"Dalsza {number}")
        rows(client, topic)  # what is cached for a process
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(client, topic)) == 2 + more
        counts.append(len(queries))
    assert counts[0] == counts[1]
