"""The next step after a finished course: the next course of its programme, or "Moja nauka"."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from courses.activities.models import Activity
from courses.catalogue.models import Catalogue, Course, Lesson, Programme, ProgrammeCourse, Topic
from courses.learning import dashboard
from courses.learning.models import Enrolment
from courses.learning.services import enrol, mark_completed
from people.models import User
from tests.courses_tree import catalogue, lessons_of, make_course, make_lesson, make_programme
from tests.learning.steps import own_progress

pytestmark = pytest.mark.django_db

HOME = "/moja-nauka/"
# A link or a button with its class and its text.
BUTTONS = re.compile(
    r'<(?:a|button) class="button( second| quiet)?(?: next)?"[^>]*>(?:<svg.*?</svg>)?(.*?)</(?:a|button)>'
)


def course_of(title: str, *, lessons: int = 2) -> Course:
    """A course whose lessons have self-reported completion."""
    course = make_course(title, lessons=0)
    topic = Topic.objects.child_of(course).get()
    for number in range(lessons):
        make_lesson(topic, f"{title}, lekcja {number}", rule="manual")
    return course


def programme_of(*courses: Course) -> Programme:
    return make_programme(f"Cykl {uuid4().hex[:6]}", *courses)


def finish(learner: User, course: Course) -> None:
    enrol(user=learner, course=course)
    for lesson in lessons_of(course):
        mark_completed(user=learner, lesson=lesson)


def html_of(client: Client, page: Course | Lesson | Programme | Catalogue | str) -> str:
    address = page if isinstance(page, str) else str(page.get_url())
    return client.get(address).content.decode().replace("\u00a0", " ")


def buttons(html: str) -> list[tuple[str, str]]:
    """The buttons in the main part of a page, as (kind, text); primary ones have an empty kind.

    Without those of notes, of listening and of keeping lessons, which only a script shows.
    """
    main = re.sub(r'<details class="note-box".*?</details>', "", html, flags=re.DOTALL)
    main = re.sub(r'<section class="(?:listen|section offline)" hidden.*?</section>', "", main, flags=re.DOTALL)
    main = main.partition("<main")[2].partition("</main>")[0]
    return [(kind.strip(), words.strip()) for kind, words in BUTTONS.findall(main)]


def queries(client: Client, address: str) -> int:
    for _time in range(2):  # the first one fills the cache
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
    return len(captured)


def test_the_last_lesson_asks_first_for_ones_word_and_then_leads_to_the_next_course(
    signed_in: Client, learner: User
) -> None:
    first, second = course_of("Pierwszy"), course_of("Drugi")
    programme_of(first, second)
    beginning, last = lessons_of(first)
    enrol(user=learner, course=first)
    mark_completed(user=learner, lesson=beginning)
    assert buttons(html_of(signed_in, last)) == [("", "Oznacz jako ukończoną"), ("second", "Wróć na stronę kursu")]
    mark_completed(user=learner, lesson=last)
    html = html_of(signed_in, last)
    assert "<strong>Masz za sobą cały kurs.</strong>" in html
    assert buttons(html) == [
        ("", "Następny kurs: Drugi"),
        ("quiet", "Cofnij ukończenie lekcji"),
        ("second", "Wróć na stronę kursu"),
    ]
    assert f'<a class="button" href="{second.get_url()}">' in html
    # The page of the course leads to the same place, and a lesson in the middle has no other first step either.
    assert buttons(html_of(signed_in, first)) == [("", "Następny kurs: Drugi")]
    assert [words for kind, words in buttons(html_of(signed_in, beginning)) if not kind] == ["Następny kurs: Drugi"]


def test_before_the_end_the_next_lesson_is_the_first_step(signed_in: Client, learner: User) -> None:
    course = course_of("Kurs")
    enrol(user=learner, course=course)
    beginning, last = lessons_of(course)
    following = ("", "Dalej: Kurs, lekcja 1")
    assert buttons(html_of(signed_in, beginning)) == [("second", "Oznacz jako ukończoną"), following]
    mark_completed(user=learner, lesson=last)
    assert buttons(html_of(signed_in, last)) == [
        ("quiet", "Cofnij ukończenie lekcji"),
        ("", "Wróć na stronę kursu"),
    ]


def test_an_answer_that_finishes_the_course_renews_what_leads_on(signed_in: Client, learner: User) -> None:
    course = make_course("Z ćwiczeniem", lessons=1)
    enrol(user=learner, course=course)
    (lesson,) = lessons_of(course)
    activity = Activity.objects.get(pk=lesson.exercises[0])
    assert activity.current is not None
    right = activity.current.tree["fields"]["options"][0]["id"]
    response = signed_in.post(
        f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{activity.pk}/",
        {"answer": right, "key": uuid4()},
        headers={"X-Requested-With": "fetch"},
    )
    html = response.content.decode()
    assert re.findall(r'data-renewed="(\w+)"', html) == ["bar", "completion", "pager"]
    kinds = {words: kind.strip() for kind, words in BUTTONS.findall(html)}
    assert kinds["Przejdź do strony Moja nauka"] == ""
    assert kinds["Wróć na stronę kursu"] == "second"


def test_a_next_course_is_live_and_not_finished(signed_in: Client, learner: User) -> None:
    courses = [course_of(f"Kurs {number}", lessons=1) for number in range(4)]
    programme = programme_of(*courses)
    finish(learner, courses[0])
    finish(learner, courses[1])
    courses[2].unpublish()
    assert buttons(html_of(signed_in, courses[0])) == [("", "Następny kurs: Kurs 3")]
    programme.unpublish()
    html = html_of(signed_in, courses[0])
    assert buttons(html) == [("", "Przejdź do strony Moja nauka")]
    assert f'<a class="button" href="{HOME}">' in html


def test_the_last_course_of_a_programme_leads_to_my_learning(signed_in: Client, learner: User) -> None:
    first, last = course_of("Pierwszy", lessons=1), course_of("Ostatni", lessons=1)
    programme_of(first, last)
    finish(learner, last)
    assert buttons(html_of(signed_in, last)) == [("", "Przejdź do strony Moja nauka")]


def test_my_learning_keeps_the_bridge_and_the_day_of_what_is_finished(signed_in: Client, learner: User) -> None:
    first, second = course_of("Pierwszy"), course_of("Drugi")
    programme_of(first, second)
    finish(learner, first)
    Enrolment.objects.update(completed_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    html = html_of(signed_in, HOME)
    section = html.partition("Ukończone kursy")[2]
    assert "Ukończone lekcje: 2 z 2" in section
    assert "Ukończony 21 listopada 2026" in section
    assert buttons(html) == [("", "Następny kurs: Drugi")]
    # While a course is going on, that one is the next step.
    enrol(user=learner, course=second)
    assert buttons(html_of(signed_in, HOME)) == [("", "Zacznij pierwszą lekcję")]
    finish(learner, second)
    html = html_of(signed_in, HOME)
    assert buttons(html) == [("", "Zobacz kursy")]
    assert '<a class="button" href="/szkolenia/">' in html


def test_the_day_of_completion_is_not_moved_by_what_was_added_later(learner: User) -> None:
    course = course_of("Kurs", lessons=1)
    finish(learner, course)
    Enrolment.objects.update(completed_at=datetime(2026, 5, 3, tzinfo=UTC))
    added = make_lesson(Topic.objects.child_of(course).get(), "Dodana", rule="manual")
    mark_completed(user=learner, lesson=added)
    item = own_progress(learner)
    assert (item.finished, item.finished_at) == (True, datetime(2026, 5, 3, tzinfo=UTC))
    begun = dashboard.course_progress([enrol(user=learner, course=course_of("Drugi"))], RequestFactory().get("/"))
    assert [item.finished_at for item in begun] == [None]


def test_lists_of_courses_say_which_are_completed_and_which_begun(signed_in: Client, learner: User) -> None:
    done, going, new = (course_of(title) for title in ("Gotowy", "Zaczęty", "Nowy"))
    programme = programme_of(done, going, new)
    finish(learner, done)
    enrol(user=learner, course=going)
    mark_completed(user=learner, lesson=lessons_of(going)[0])
    for page in (programme, catalogue()):
        html = html_of(signed_in, page).partition('<ol class="list')[2]
        entries = {
            title: html.partition(f">{title}</a>")[2].partition("</li>")[0] for title in ("Gotowy", "Zaczęty", "Nowy")
        }
        said = {
            title: [words for words in ("Ukończony", "Ukończone lekcje: 1 z 2", 'class="bridge') if words in entry]
            for title, entry in entries.items()
        }
        assert said == {
            "Gotowy": ["Ukończony"],
            "Zaczęty": ["Ukończone lekcje: 1 z 2", 'class="bridge'],
            "Nowy": [],
        }


@pytest.mark.usefixtures("caching")
def test_lists_of_courses_ask_nobody_about_a_visitor(learner: User, client: Client) -> None:
    programme = programme_of(course_of("Kurs"))
    for page, expected in ((catalogue(), 0), (programme, 0)):
        address = str(page.get_url())
        before = client.get(address).content
        finish(learner, Course.objects.get(title="Kurs"))
        response = client.get(address)
        assert response.content == before
        assert response.wsgi_request.META["pomost.cacheable"] == Site.objects.get().pk
        assert dict(response.cookies) == {}
        assert queries(client, address) == expected


@pytest.mark.usefixtures("caching")
@pytest.mark.parametrize("place", ["catalogue", "programme", "course", "lesson", "my learning"])
def test_longer_programmes_and_more_finished_courses_take_no_more_queries(
    place: str, signed_in: Client, learner: User
) -> None:
    first = course_of("Pierwszy", lessons=1)
    last = course_of("Na koniec", lessons=1)
    programme = programme_of(first, course_of("Drugi", lessons=1), last)
    finish(learner, first)
    finish(learner, Course.objects.get(title="Drugi"))
    address = {
        "catalogue": "/szkolenia/",
        "programme": str(programme.get_url()),
        "course": str(first.get_url()),
        "lesson": str(lessons_of(first)[0].get_url()),
        "my learning": HOME,
    }[place]
    few = queries(signed_in, address)
    for number in range(8):
        course = course_of(f"Dalszy {number}", lessons=1)
        ProgrammeCourse.objects.create(programme=programme, course=course, sort_order=number + 3)
        finish(learner, course)
    assert queries(signed_in, address) == few
