"""The exact numbers of queries of pages and answers, so that an additional query is a decision."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.catalogue.models import Catalogue, Course, Programme, ProgrammeCourse, courses_after
from courses.learning.services import enrol
from demo import people as personas
from publishing import routing
from resources.guidance.models import Chapter
from tests.benchmarks import content

TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("caching")]

SignIn = Callable[[personas.Persona], Client]


def queries_of(send: Callable[[], object]) -> list[str]:
    """The SQL of one request, without the statements of transactions."""
    with CaptureQueriesContext(connection) as captured:
        send()
    return [row["sql"] for row in captured.captured_queries if not row["sql"].startswith(TRANSACTIONS)]


def opened(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, address


@pytest.fixture
def course_of(db: None) -> Callable[[int], Course]:
    """A course with a number of lessons in which the demo's learner is enrolled."""
    learner, _created = personas.account_of(personas.LEARNER)

    def make(lessons: int) -> Course:
        course = content.make_course(slug=f"pomiar-{lessons}-{uuid4().hex[:6]}", lessons=lessons)
        enrol(user=learner, course=course)
        return course

    return make


def test_a_chapter_takes_no_query_and_seven_when_it_is_read_for_the_first_time(
    client: Client, chapters: list[Chapter]
) -> None:
    first, second = map(content.path_of, chapters)
    opened(client, first)  # caches the menu and the guide's contents
    assert len(queries_of(lambda: opened(client, second))) == 7
    assert len(queries_of(lambda: opened(client, second))) == 0


def test_a_cached_page_is_read_again_when_it_was_published_again(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    chapter = Chapter.objects.live().first()
    assert chapter is not None
    address = content.path_of(chapter)
    opened(client, address)
    chapter.title = "Tytuł po zmianie"
    with django_capture_on_commit_callbacks(execute=True):
        chapter.save_revision().publish()
    assert "<title>Tytuł po zmianie ·" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        chapter.unpublish()
    assert client.get(address).status_code == 404


def test_no_more_pages_are_remembered_than_allowed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "MOST_PAGES", 2)
    addresses = [content.path_of(page) for page in Chapter.objects.live().order_by("path")[:3]]
    for address in addresses:
        opened(client, address)
    assert len(queries_of(lambda: opened(client, addresses[2]))) == 0
    assert len(queries_of(lambda: opened(client, addresses[0]))) == 1


@pytest.mark.parametrize("lessons", [5, 200])
def test_a_lesson_takes_seven_queries_however_long_its_course_is(
    lessons: int, course_of: Callable[[int], Course], client_of: SignIn
) -> None:
    lesson = content.lessons_of(course_of(lessons))[2]
    client, address = client_of(personas.LEARNER), content.path_of(lesson)
    opened(client, address)
    assert len(queries_of(lambda: opened(client, address))) == 7


@pytest.mark.parametrize("right", [False, True])
def test_an_answer_takes_eight_queries(right: bool, course_of: Callable[[int], Course], client_of: SignIn) -> None:
    lesson = content.lessons_of(course_of(5))[0]
    client, exercise = client_of(personas.LEARNER), content.answers_to(lesson)[0]

    def answer() -> None:
        form = content.form_of(exercise, token="", right=right)
        assert client.post(exercise["action"], form).status_code == 302

    answer()
    assert len(queries_of(answer)) == 8


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
def test_the_answer_that_completes_the_lesson_takes_two_queries_more_and_its_page_no_other(
    headers: dict[str, str], course_of: Callable[[int], Course], client_of: SignIn
) -> None:
    lesson = content.lessons_of(course_of(5))[0]
    client = client_of(personas.LEARNER)
    opened(client, content.path_of(lesson))
    first, second = content.answers_to(lesson)

    def answer(exercise: dict[str, object]) -> None:
        form = content.form_of(exercise, token="")
        assert client.post(str(exercise["action"]), form, headers=headers).status_code in (200, 302)

    answer(first)
    assert len(queries_of(lambda: answer(second))) == 10


def test_the_answer_that_completes_a_course_of_a_programme_takes_no_more(
    course_of: Callable[[int], Course], client_of: SignIn
) -> None:
    course, following = course_of(1), course_of(1)
    programme = Catalogue.objects.get().add_child(instance=Programme(title="Cykl"))
    for place, each in enumerate((course, following)):
        ProgrammeCourse.objects.create(programme=programme, course=each, sort_order=place)
    lesson, client = content.lessons_of(course)[0], client_of(personas.LEARNER)
    opened(client, content.path_of(lesson))
    first, second = content.answers_to(lesson)

    def answer(exercise: dict[str, object]) -> str:
        form = content.form_of(exercise, token="")
        headers = {"X-Requested-With": "fetch"}
        return client.post(str(exercise["action"]), form, headers=headers).content.decode()

    drawn = []
    answer(first)
    courses_after(course, RequestFactory().get("/"))  # cached, as in production
    assert len(queries_of(lambda: drawn.append(answer(second)))) == 10
    assert following.url in drawn[0]


def test_my_learning_takes_as_many_queries_for_ten_courses_as_for_one(
    course_of: Callable[[int], Course], client_of: SignIn
) -> None:
    client = client_of(personas.LEARNER)
    counts = []
    for more in (1, 9):
        for _number in range(more):
            course_of(2)
        opened(client, "/moja-nauka/")
        counts.append(len(queries_of(lambda: opened(client, "/moja-nauka/"))))
    assert counts == [16, 16]
