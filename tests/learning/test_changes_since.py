"""What "Moja nauka" tells of guides that changed after a course that refers to them was finished."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from courses.catalogue.models import Course, Topic
from courses.learning.cards import ChangedSince
from courses.learning.models import Enrolment
from courses.learning.services import enrol, mark_completed
from people.models import User
from pomost.models import HomePage
from resources.guidance.models import Chapter, PublishedVersion
from tests.builders import make_chapters, prose
from tests.courses_tree import lessons_of, make_course, make_lesson

pytestmark = pytest.mark.django_db

HOME = "/moja-nauka/"
NOTE = "Porozumienie musi być na piśmie."


@pytest.fixture
def chapter(home: HomePage) -> Chapter:
    chapter, _other = make_chapters(home, "Pierwszy temat", "Drugi temat")
    return chapter


@pytest.fixture
def learner(db: None) -> User:
    return User.objects.create_user("uczestniczka@example.org")


@pytest.fixture
def reader(learner: User) -> Client:
    client = Client()
    client.force_login(learner)
    return client


def course_about(*pages: Page, title: str = "Kurs") -> Course:
    """A course with a lesson whose text links to the pages."""
    course = make_course(title, lessons=0)
    links = [f'<a linktype="page" id="{page.pk}">Czytaj</a>' for page in pages]
    make_lesson(Topic.objects.child_of(course).get(), f"{title}: lekcja", *prose(*links), rule="manual")
    return course


def finish(learner: User, course: Course) -> None:
    enrol(user=learner, course=course)
    for lesson in lessons_of(course):
        mark_completed(user=learner, lesson=lesson)


def change(page: Chapter, *, kind: str = "significant", note: str = NOTE) -> None:
    fresh = Chapter.objects.get(pk=page.pk)
    fresh.body = prose(f"Nowy tekst: {note}")
    fresh.change_kind, fresh.change_note = kind, note
    fresh.save_revision().publish()


def shown(reader: Client) -> list[ChangedSince]:
    changes: list[ChangedSince] = reader.get(HOME).context["changed_since"]
    return changes


def test_a_significant_change_after_the_course_is_told_with_its_note(
    chapter: Chapter, learner: User, reader: Client
) -> None:
    finish(learner, course_about(chapter, title="Kurs o porozumieniach"))
    assert shown(reader) == []
    change(chapter)
    url = str(chapter.get_url())
    assert [(item.title, item.url, item.history_url, item.note, item.courses) for item in shown(reader)] == [
        ("Pierwszy temat", url, f"{url}historia/", NOTE, ("Kurs o porozumieniach",))
    ]
    assert f'<a href="{url}">Pierwszy temat</a>' in reader.get(HOME).text.replace("\u00a0", " ")


def test_only_the_newest_change_of_a_page_is_told_and_names_each_course(
    chapter: Chapter, learner: User, reader: Client
) -> None:
    finish(learner, course_about(chapter, title="Kurs A"))
    change(chapter, note="Pierwsza zmiana.")
    finish(learner, course_about(chapter, title="Kurs B"))
    assert [item.courses for item in shown(reader)] == [("Kurs A",)]
    change(chapter, note="Druga zmiana.")
    assert [(item.note, sorted(item.courses)) for item in shown(reader)] == [("Druga zmiana.", ["Kurs A", "Kurs B"])]


@pytest.mark.parametrize("case", ["minor", "before the end", "no link", "unfinished", "a year ago", "restricted"])
def test_what_does_not_concern_the_learner_is_left_out(
    case: str, chapter: Chapter, learner: User, reader: Client
) -> None:
    course = course_about(*(() if case == "no link" else (chapter,)))
    if case == "before the end":
        change(chapter)
    if case == "unfinished":
        enrol(user=learner, course=course)
    else:
        finish(learner, course)
    if case != "before the end":
        change(chapter, kind="minor" if case == "minor" else "significant")
    if case == "a year ago":
        long_ago = timezone.now() - timedelta(days=400)
        Enrolment.objects.update(completed_at=long_ago - timedelta(days=1))
        PublishedVersion.objects.filter(kind="significant").update(published_at=long_ago)
    if case == "restricted":
        PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
    assert shown(reader) == []


def test_the_list_takes_two_queries_more_whatever_is_finished(home: HomePage, learner: User, reader: Client) -> None:
    chapters = make_chapters(home, *(f"Temat {number}" for number in range(4)))
    finish(learner, course_about(chapters[0], title="Kurs 0"))
    change(chapters[0])
    shown(reader)  # fills the caches
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(shown(reader)) == 1
    for number in (1, 2, 3):
        finish(learner, course_about(chapters[number], title=f"Kurs {number}"))
        change(chapters[number])
    shown(reader)
    with CaptureQueriesContext(connection) as four:
        assert len(shown(reader)) == 4
    of_changes = [
        [
            query["sql"]
            for query in run.captured_queries
            if "referenceindex" in query["sql"] or "publishedversion" in query["sql"]
        ]
        for run in (one, four)
    ]
    assert [len(found) for found in of_changes] == [2, 2]
