"""Restricted courses, topics and lessons: all lessons count, access is decided for each user."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, PageViewRestriction

from courses.activities.models import Answer
from courses.catalogue.cards import TopicItem
from courses.catalogue.models import Course, Lesson, Programme, ProgrammeCourse
from courses.learning.models import Enrolment
from courses.learning.services import enrol, mark_completed
from people.models import User
from tests.courses_tree import lessons_of, make_course, make_lesson, make_programme
from tests.learning.test_views import answer_address, enrol_address, option

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Uczestnicy kursu")


@pytest.fixture
def course() -> Course:
    """Four lessons with self-reported completion."""
    course = make_course(lessons=0)
    for number in range(4):
        make_lesson(course.get_children().get(), f"Lekcja {number}", rule="manual")
    return course


@pytest.fixture
def programme(course: Course) -> Programme:
    return make_programme("Cykl próbny", course)


def restrict(page: Page, *groups: Group, kind: str = "groups") -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="most")
    restriction.groups.add(*groups)
    return restriction


def titles(outline: list[TopicItem]) -> list[str]:
    return [lesson.title for topic in outline for lesson in topic.lessons]


def counts_of(client: Client, course: Course) -> dict[str, str | int]:
    """The progress of one course on each page: the learner's pages, the catalogue and the bar of a lesson."""
    lesson = client.get(lessons_of(course)[0].url).context
    home = client.get("/moja-nauka/").context
    page = client.get(course.url).context
    (card,) = [item for item in client.get("/szkolenia/").context["courses"] if item.id == course.pk]
    return {
        "home": next(item.label for item in home["courses"] + home["finished_courses"]),
        "course": page["enrolment"].label,
        "card": card.standing.label,
        "bar": lesson["label"],
        "lessons on the card": card.lessons_count,
        "lessons of the course": page["lessons_count"],
        "lessons in the bar": lesson["lessons_count"],
    }


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_restricting_changes_no_progress(
    signed_in: Client, learner: User, course: Course, group: Group, kind: str
) -> None:
    lessons = lessons_of(course)
    enrol(user=learner, course=course)
    for lesson in lessons[:3]:
        mark_completed(user=learner, lesson=lesson)
    said = "Ukończone lekcje: 3 z\xa04"
    expected = {
        **dict.fromkeys(("home", "course", "card", "bar"), said),
        **dict.fromkeys(("lessons on the card", "lessons of the course", "lessons in the bar"), 4),
    }
    assert counts_of(signed_in, course) == expected
    restrict(lessons[3], group, kind=kind)
    assert counts_of(signed_in, course) == expected


@pytest.mark.parametrize("place", ["course", "topic", "lesson"])
@pytest.mark.parametrize("kind", ["login", "groups"])
def test_whoever_may_open_a_restricted_course_takes_it(
    signed_in: Client, learner: User, group: Group, place: str, kind: str
) -> None:
    course = make_course()
    lesson = lessons_of(course)[0]
    restrict({"course": course, "topic": lesson.get_parent(), "lesson": lesson}[place], group, kind=kind)
    learner.groups.add(group)
    assert signed_in.post(enrol_address(course))["Location"] == lesson.url
    answered = signed_in.post(answer_address(lesson), {"answer": option(lesson, 0), "key": uuid4()})
    assert answered["Location"] == f"{lesson.url}#cwiczenie-1"
    assert Answer.objects.filter(user=learner, activity=lesson.exercises[0]).count() == 1


def test_a_password_once_given_opens_enrolling_and_answering(signed_in: Client, learner: User) -> None:
    course = make_course()
    lesson = lessons_of(course)[0]
    restriction = restrict(course, kind="password")
    assert signed_in.post(enrol_address(course)).status_code == 404
    session = signed_in.session
    session[PageViewRestriction.passed_view_restrictions_session_key] = [restriction.pk]
    session.save()
    assert signed_in.post(enrol_address(course))["Location"] == lesson.url


def test_whoever_may_not_open_it_enrols_and_answers_nowhere(
    signed_in: Client, learner: User, course: Course, group: Group
) -> None:
    restrict(course, group)
    lesson = lessons_of(course)[0]
    for address in (enrol_address(course), f"/moja-nauka/lekcje/{lesson.pk}/ukonczone/"):
        assert (signed_in.post(address).status_code, signed_in.get(address).status_code) == (404, 404)
    assert not Enrolment.objects.filter(user=learner).exists()


def test_a_visitor_signs_in_first_and_is_not_told_where_a_restricted_page_stands(
    signed_in: Client, course: Course
) -> None:
    restrict(course, kind="login")
    address = f"/moja-nauka/lekcje/{lessons_of(course)[0].pk}/ukonczone/"
    for response in (Client().post(address), Client().get(address)):
        assert response["Location"] == f"/konto/login/?next={quote(address)}"
    assert signed_in.get(address)["Location"] == f"{lessons_of(course)[0].url}#dalej"


def test_a_visitor_is_shown_the_lessons_that_are_public(course: Course, group: Group) -> None:
    lessons = lessons_of(course)
    restrict(lessons[1], group)
    visitor = Client()
    page = visitor.get(course.url).context
    assert titles(page["outline"]) == ["Lekcja 0", "Lekcja 2", "Lekcja 3"]
    assert page["lessons_count"] == 3
    (card,) = [item for item in visitor.get("/szkolenia/").context["courses"] if item.id == course.pk]
    assert card.lessons_count == 3
    third = visitor.get(lessons[2].url).context
    assert (third["number"], third["lessons_count"], third["previous"].title) == (2, 3, "Lekcja 0")
    topic = visitor.get(lessons[0].get_parent().url).context
    assert [lesson.title for lesson in topic["lessons"]] == ["Lekcja 0", "Lekcja 2", "Lekcja 3"]


def test_a_person_of_the_group_is_shown_all_of_it(
    signed_in: Client, learner: User, course: Course, group: Group
) -> None:
    lessons = lessons_of(course)
    restrict(lessons[1], group)
    assert titles(signed_in.get(course.url).context["outline"]) == ["Lekcja 0", "Lekcja 2", "Lekcja 3"]
    learner.groups.add(group)
    assert titles(signed_in.get(course.url).context["outline"]) == [lesson.title for lesson in lessons]
    assert signed_in.get(lessons[0].url).context["next"].title == "Lekcja 1"


def test_a_closed_lesson_still_counts_and_the_next_open_one_is_where_to_go_on(
    signed_in: Client, learner: User, course: Course, group: Group
) -> None:
    lessons = lessons_of(course)
    enrol(user=learner, course=course)
    mark_completed(user=learner, lesson=lessons[0])
    restrict(lessons[1], group)
    assert signed_in.get("/moja-nauka/").context["resume"].url == lessons[2].url
    assert signed_in.get(course.url).context["enrolment"].resume_url == lessons[2].url
    html = signed_in.get(lessons[0].url).text.replace("\xa0", " ")
    assert f'href="{lessons[1].url}"' not in html
    assert "Lekcja 1" in html
    assert "brak dostępu" in html


def test_where_nothing_is_left_to_open_words_say_so_and_no_link_leads_nowhere(
    signed_in: Client, learner: User, course: Course, group: Group
) -> None:
    lessons = lessons_of(course)
    enrol(user=learner, course=course)
    for lesson in lessons[:3]:
        mark_completed(user=learner, lesson=lesson)
    restrict(lessons[3], group)
    response = signed_in.get("/moja-nauka/")
    assert response.context["resume"] is None
    said = "Następna lekcja, „Lekcja 3”, nie jest teraz dla ciebie dostępna."
    for html in (response.text, signed_in.get(course.url).text):
        assert said in html.replace("\xa0", " ")
        assert lessons[3].url not in html
        assert 'href=""' not in html
    learner.groups.add(group)
    assert signed_in.get("/moja-nauka/").context["resume"].url == lessons[3].url


def test_a_course_that_is_closed_is_named_and_not_linked(
    signed_in: Client, learner: User, course: Course, group: Group
) -> None:
    enrol(user=learner, course=course)
    restrict(course, group)
    response = signed_in.get("/moja-nauka/")
    (card,) = response.context["courses"]
    assert (card.title, card.url, card.resume_url, card.label) == (
        course.title,
        "",
        "",
        "Ukończone lekcje: 0 z\xa04",
    )
    assert course.url not in response.text
    assert signed_in.get("/").context["resume"] is None


def test_a_lesson_behind_a_password_is_linked_for_the_page_asks_for_it(
    signed_in: Client, learner: User, course: Course
) -> None:
    enrol(user=learner, course=course)
    restrict(course, kind="password")
    first = lessons_of(course)[0]
    assert signed_in.get("/moja-nauka/").context["resume"].url == first.url
    assert 'name="password"' in signed_in.get(first.url).text


def offered(client: Client, programme: Programme) -> dict[str, bool]:
    """The lists that contain the course and its programme."""
    catalogue, home = client.get("/szkolenia/").context, client.get("/").context
    return {
        "catalogue": "Kurs próbny" in [card.title for card in catalogue["courses"]],
        "programme": "Kurs próbny" in [card.title for card in client.get(programme.url).context["curriculum"].courses],
        "home": "Kurs próbny" in [card.title for card in home["courses"]],
        "counted": {card.title: card.courses_count for card in catalogue["programmes"]}["Cykl próbny"] == 1,
    }


def test_a_restricted_course_is_offered_to_those_who_may_open_it(
    signed_in: Client,
    learner: User,
    course: Course,
    programme: Programme,
    group: Group,
    caching: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Course.objects.exclude(pk=course.pk).filter(live=True).update(live=False)  # the home page lists the first four
    everywhere = dict.fromkeys(("catalogue", "programme", "home", "counted"), True)
    assert offered(Client(), programme) == everywhere
    with django_capture_on_commit_callbacks(execute=True):
        restrict(course, group)
    nowhere = dict.fromkeys(everywhere, False)
    assert (offered(Client(), programme), offered(signed_in, programme)) == (nowhere, nowhere)
    learner.groups.add(group)
    assert (offered(Client(), programme), offered(signed_in, programme)) == (nowhere, everywhere)


def test_a_restricted_programme_is_offered_to_those_who_may_open_it(signed_in: Client, programme: Programme) -> None:
    restrict(programme, kind="login")
    for client, expected in ((Client(), False), (signed_in, True)):
        cards = client.get("/szkolenia/").context["programmes"]
        assert ("Cykl próbny" in [card.title for card in cards]) == expected


def test_the_next_course_is_one_that_the_learner_may_open(
    signed_in: Client, learner: User, course: Course, programme: Programme, group: Group
) -> None:
    following = make_course("Następny")
    ProgrammeCourse.objects.create(programme=programme, course=following, sort_order=1)
    enrol(user=learner, course=course)
    for lesson in lessons_of(course):
        mark_completed(user=learner, lesson=lesson)
    assert signed_in.get(course.url).context["enrolment"].next_course.url == following.url
    restrict(following, group)
    assert signed_in.get(course.url).context["enrolment"].next_course.url == "/moja-nauka/"


def test_the_lesson_that_is_open_is_counted_among_all_of_them(
    signed_in: Client, learner: User, course: Course, group: Group
) -> None:
    lessons: list[Lesson] = lessons_of(course)
    enrol(user=learner, course=course)
    restrict(lessons[1], group)
    shown = signed_in.get(lessons[2].url).context
    assert (shown["number"], shown["lessons_count"], shown["previous"].title) == (3, 4, "Lekcja 0")
