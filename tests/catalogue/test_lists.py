"""Lists cost the same however long they are, also when nothing is cached."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Course, ProgrammeCourse
from pomost.models import HomePage
from resources.guidance.models import Chapter, Guide, GuideIndex
from resources.news.models import NewsIndex, NewsItem
from resources.results.models import Project, ProjectIndex
from tests.builders import hide_other_pages, make_chapters
from tests.courses_tree import catalogue, make_course, make_programme

pytestmark = pytest.mark.django_db

Add = Callable[[int], object]


@pytest.fixture(autouse=True)
def _alone(home: HomePage) -> None:
    hide_other_pages(home)


def courses(home: HomePage) -> tuple[str, Add]:
    return catalogue().get_url() or "", lambda number: make_course(f"Kurs {number}", lessons=1)


def programmes(home: HomePage) -> tuple[str, Add]:
    course = make_course(lessons=1)
    return catalogue().get_url() or "", lambda number: make_programme(f"Cykl {number}", course)


def guides(home: HomePage) -> tuple[str, Add]:
    make_chapters(home, "Rozdział")
    index = GuideIndex.objects.child_of(home).get()

    def add(number: int) -> None:
        guide = index.add_child(instance=Guide(title=f"Poradnik {number}"))
        guide.add_child(instance=Chapter(title="Rozdział"))

    return index.get_url() or "", add


def news(home: HomePage) -> tuple[str, Add]:
    index = home.add_child(instance=NewsIndex(title="Aktualności"))
    return index.get_url(), lambda number: index.add_child(
        instance=NewsItem(title=f"Nowość {number}", date=date(2026, 11, number))
    )


def projects(home: HomePage) -> tuple[str, Add]:
    index = home.add_child(instance=ProjectIndex(title="Projekty"))
    return index.get_url(), lambda number: index.add_child(instance=Project(title=f"Projekt {number}"))


def courses_of_a_programme(home: HomePage) -> tuple[str, Add]:
    programme = make_programme("Cykl")

    def add(number: int) -> None:
        course: Course = make_course(f"Kurs {number}", lessons=1)
        ProgrammeCourse.objects.create(programme=programme, course=course, sort_order=number)

    return programme.get_url() or "", add


def seen(client: Client, address: str) -> tuple[int, str]:
    """How many queries the page takes, and its HTML."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured), response.content.decode()


@pytest.mark.parametrize("list_of", [courses, programmes, guides, news, projects, courses_of_a_programme])
def test_a_longer_list_takes_no_more_queries(
    client: Client, home: HomePage, list_of: Callable[[HomePage], tuple[str, Add]]
) -> None:
    address, add = list_of(home)
    add(1)
    seen(client, address)  # what Django itself caches, such as content types
    before, html = seen(client, address)
    for number in range(2, 7):
        add(number)
    after, longer = seen(client, address)
    assert [sum(f" {number}</a>" in page for number in range(1, 7)) for page in (html, longer)] == [1, 6]
    assert after == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"hours": 6, "level": "podstawowy"}, "6 godzin · 1 lekcja · poziom podstawowy"),
        ({"level": "podstawowy"}, "1 lekcja · poziom podstawowy"),
        ({}, "1 lekcja"),
    ],
)
def test_what_a_course_does_not_tell_leaves_no_mark(client: Client, fields: dict[str, object], said: str) -> None:
    Course.objects.filter(pk=make_course("Kurs", lessons=1).pk).update(**fields)
    page = BeautifulSoup(client.get(catalogue().get_url() or "").content, "html.parser")
    assert [" ".join(meta.get_text().split()) for meta in page.select(".entry .meta")] == [said]
