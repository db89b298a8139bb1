"""Lists cost the same however long they are, also when nothing is remembered."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from courses.catalogue.models import Catalogue, Course, Programme, ProgrammeCourse
from resources.guidance.models import Chapter, Guide, GuideIndex
from resources.news.models import NewsIndex, NewsItem
from resources.results.models import Project, ProjectIndex
from tests.courses_tree import make_course

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def more_courses() -> None:
    for number in range(5):
        make_course(f"Kurs {number}", lessons=1)


def more_programmes() -> None:
    for number in range(5):
        programme = Programme(title=f"Cykl {number}")
        Catalogue.objects.get().add_child(instance=programme)


def more_guides() -> None:
    for number in range(5):
        guide = Guide(title=f"Poradnik {number}")
        GuideIndex.objects.get().add_child(instance=guide)
        guide.add_child(instance=Chapter(title="Rozdział"))


def more_news() -> None:
    for number in range(5):
        NewsIndex.objects.get().add_child(instance=NewsItem(title=f"Nowość {number}", date="2026-11-22"))


def more_projects() -> None:
    for number in range(5):
        ProjectIndex.objects.get().add_child(instance=Project(title=f"Projekt {number}"))


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/szkolenia/", more_courses),
        ("/szkolenia/", more_programmes),
        ("/poradniki/", more_guides),
        ("/aktualnosci/", more_news),
        ("/projekty/", more_projects),
    ],
)
def test_a_longer_list_takes_no_more_queries(client: Client, address: str, more: Callable[[], None]) -> None:
    queries(client, address)  # what Django itself remembers, such as content types
    before = queries(client, address)
    more()
    assert queries(client, address) == before


def test_a_longer_programme_takes_no_more_queries(client: Client) -> None:
    programme = Programme.objects.get(slug="model-wspolpracy")
    queries(client, programme.get_url() or "")
    before = queries(client, programme.get_url() or "")
    more_courses()
    for course in Course.objects.filter(title__startswith="Kurs "):
        ProgrammeCourse.objects.create(programme=programme, course=course)
    assert queries(client, programme.get_url() or "") == before
    assert Page.objects.filter(title="Kurs 4").exists()
