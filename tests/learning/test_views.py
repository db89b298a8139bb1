"""The learner's URLs: permissions, methods and responses."""

import re
from urllib.parse import parse_qs, quote, urlsplit
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from courses.activities.models import Activity, Answer
from courses.catalogue.models import Course, Lesson
from courses.learning.models import Completion, Enrolment
from people.models import User
from tests.courses_tree import catalogue, choice, lessons_of, make_course, make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return make_course()


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return lessons_of(course)[0]


@pytest.fixture
def two_exercises(course: Course) -> Lesson:
    """A lesson of ``course`` with two exercises."""
    return make_lesson(course.get_children().get(), "Dwa ćwiczenia", choice("Pierwsze?"), choice("Drugie?"))


def enrol_address(course: Course) -> str:
    return f"/moja-nauka/kursy/{course.pk}/zapis/"


def answer_address(lesson: Lesson, number: int = 1) -> str:
    return f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{lesson.exercises[number - 1]}/"


def option(lesson: Lesson, place: int) -> str:
    activity = Activity.objects.get(pk=lesson.exercises[0])
    assert activity.current is not None
    return str(activity.current.tree["fields"]["options"][place]["id"])


def test_enrolment_is_by_post_only(signed_in: Client, course: Course, learner: User) -> None:
    assert signed_in.get(enrol_address(course)).status_code == 302
    assert not Enrolment.objects.filter(user=learner).exists()
    assert signed_in.post(enrol_address(course)).status_code == 302
    assert Enrolment.objects.filter(user=learner).count() == 1


def test_starting_a_course_leads_to_its_first_lesson_and_again_to_where_one_is(
    signed_in: Client, course: Course
) -> None:
    first, second = lessons_of(course)
    response = signed_in.post(enrol_address(course), follow=True)
    assert response.redirect_chain == [(first.get_url(), 302)]
    assert [str(message) for message in response.context["messages"]] == ["Jesteś na kursie."]
    signed_in.post(answer_address(first), {"answer": option(first, 0), "key": uuid4()})
    assert signed_in.post(enrol_address(course))["Location"] == second.get_url()
    signed_in.post(answer_address(second), {"answer": option(second, 0), "key": uuid4()})
    assert signed_in.post(enrol_address(course))["Location"] == course.get_url()


def test_starting_a_course_without_lessons_leads_to_its_page(signed_in: Client) -> None:
    course = make_course(lessons=0)
    assert signed_in.post(enrol_address(course))["Location"] == course.get_url()


def places(course: Course, lesson: Lesson) -> dict[str, str]:
    """Each URL of a change, and the page that it is made from."""
    return {
        enrol_address(course): str(course.get_url()),
        answer_address(lesson): f"{lesson.get_url()}#cwiczenie-1",
        answer_address(lesson, 2): f"{lesson.get_url()}#cwiczenie-2",
        f"/moja-nauka/lekcje/{lesson.pk}/cwiczenia/{uuid4()}/": str(lesson.get_url()),
        f"/moja-nauka/lekcje/{lesson.pk}/ukonczone/": f"{lesson.get_url()}#dalej",
        f"/moja-nauka/lekcje/{lesson.pk}/nieukonczone/": f"{lesson.get_url()}#dalej",
    }


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_change_of_a_visitor_leads_to_sign_in_and_back_to_its_page(
    course: Course, two_exercises: Lesson, prefix: str
) -> None:
    for address, page in places(course, two_exercises).items():
        client = Client()
        response = client.post(prefix + address)
        assert response.status_code == 302
        assert response["Location"] == f"{prefix}/konto/login/?next={quote(prefix + page)}"
        assert client.get(response["Location"]).text.count('class="notice') == 1
    assert not Enrolment.objects.filter(course=course).exists()


def test_signing_in_after_a_change_that_came_too_late_opens_its_page(lesson: Lesson, learner: User) -> None:
    learner.set_password("most-nad-rzeka")
    learner.save()
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    client = Client()
    asked = client.post(answer_address(lesson), {"answer": option(lesson, 0), "key": uuid4()})
    (page,) = parse_qs(urlsplit(asked["Location"]).query)["next"]
    form = {"login": learner.email, "password": "most-nad-rzeka", "next": page}
    assert client.post("/konto/login/", form)["Location"] == f"{lesson.get_url()}#cwiczenie-1"


def test_an_address_of_a_change_opened_by_hand_leads_to_its_page(
    signed_in: Client, course: Course, two_exercises: Lesson
) -> None:
    for client in (signed_in, Client()):
        for address, page in places(course, two_exercises).items():
            response = client.get(address)
            assert (response.status_code, response["Location"]) == (302, page)


def test_other_methods_are_not_taken_and_what_is_not_there_is_not_found(
    signed_in: Client, course: Course, two_exercises: Lesson
) -> None:
    for client in (signed_in, Client()):
        for address in places(course, two_exercises):
            for method in (client.head, client.put, client.patch, client.delete):
                assert method(address).status_code == 405
        for address in ("/moja-nauka/kursy/99999/zapis/", "/moja-nauka/lekcje/99999/ukonczone/"):
            assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_a_visitor_reading_a_lesson_is_told_to_sign_in_first(signed_in: Client, course: Course, lesson: Lesson) -> None:
    link = f'href="/konto/login/?next={quote(str(lesson.get_url()), safe="")}"'
    assert Client().get(str(lesson.get_url())).text.count(link) == 1
    assert link not in signed_in.get(str(lesson.get_url())).text
    sign_in = f"/konto/login/?next={quote(str(course.get_url()), safe='')}"
    assert sign_in in Client().get(str(course.get_url())).text


def test_forms_need_a_token(learner: User, course: Course) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(enrol_address(course)).status_code == 403


def test_an_answer_without_enrolment_is_forbidden(signed_in: Client, lesson: Lesson) -> None:
    response = signed_in.post(answer_address(lesson), {"answer": option(lesson, 0), "key": uuid4()})
    assert response.status_code == 403
    assert not Answer.objects.filter(activity=lesson.exercises[0]).exists()


def test_an_answer_by_get_is_not_taken(signed_in: Client, lesson: Lesson, course: Course) -> None:
    signed_in.post(enrol_address(course))
    form = {"answer": option(lesson, 0), "key": str(uuid4())}
    assert signed_in.get(answer_address(lesson), form)["Location"] == f"{lesson.get_url()}#cwiczenie-1"
    assert not Answer.objects.filter(activity=lesson.exercises[0]).exists()


def test_an_answer_to_a_draft_is_not_found(signed_in: Client, lesson: Lesson, course: Course) -> None:
    signed_in.post(enrol_address(course))
    lesson.unpublish()
    assert signed_in.post(answer_address(lesson), {"answer": "x", "key": uuid4()}).status_code == 404


def test_without_a_script_one_comes_back_to_the_exercise_with_its_feedback(
    signed_in: Client, lesson: Lesson, course: Course
) -> None:
    signed_in.post(enrol_address(course))
    response = signed_in.post(answer_address(lesson), {"answer": option(lesson, 1), "key": uuid4()})
    assert (response.status_code, response["Location"]) == (302, f"{lesson.get_url()}#cwiczenie-1")
    html = signed_in.get(str(lesson.get_url())).content.decode()
    assert "Dlaczego 1" in html
    assert "To nie ta odpowiedź." in html
    assert "Dlaczego 0" not in html


def test_a_script_gets_the_exercise_alone(signed_in: Client, lesson: Lesson, course: Course) -> None:
    signed_in.post(enrol_address(course))
    response = signed_in.post(
        answer_address(lesson),
        {"answer": option(lesson, 0), "key": uuid4()},
        headers={"X-Requested-With": "fetch"},
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('<section class="exercise"') == 1
    assert "Dlaczego 0" in html
    assert "<html" not in html


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
def test_no_answer_comes_back_in_words_with_what_was_chosen(
    signed_in: Client, lesson: Lesson, course: Course, headers: dict[str, str]
) -> None:
    signed_in.post(enrol_address(course))
    chosen = [option(lesson, 0), option(lesson, 1)]
    response = signed_in.post(answer_address(lesson), {"answer": chosen, "key": uuid4()}, headers=headers)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Wybierz jedną odpowiedź." in html
    assert len(re.findall(r"<input[^>]* checked", html)) == 2
    assert not Answer.objects.filter(activity=lesson.exercises[0]).exists()


def test_going_back_and_correcting_the_answer_records_the_corrected_one(
    signed_in: Client, lesson: Lesson, course: Course, learner: User
) -> None:
    signed_in.post(enrol_address(course))
    key = str(uuid4())
    for place in (1, 0, 0):  # wrong; back in the browser, the same form corrected; the same sent once more
        assert signed_in.post(answer_address(lesson), {"answer": option(lesson, place), "key": key}).status_code == 302
    assert list(Answer.objects.of(learner).values_list("score", flat=True)) == [0.0, 1.0]
    assert Completion.objects.filter(enrolment__user=learner, lesson=lesson.key).count() == 1


@pytest.mark.parametrize("key", ["", "not-a-uuid"])
def test_an_answer_without_a_key_is_not_taken(signed_in: Client, lesson: Lesson, course: Course, key: str) -> None:
    signed_in.post(enrol_address(course))
    assert signed_in.post(answer_address(lesson), {"answer": option(lesson, 0), "key": key}).status_code == 404


def test_the_same_form_sent_twice_is_recorded_once(signed_in: Client, lesson: Lesson, course: Course) -> None:
    signed_in.post(enrol_address(course))
    form = {"answer": option(lesson, 1), "key": uuid4()}
    locations = [signed_in.post(answer_address(lesson), form)["Location"] for _ in range(2)]
    assert locations == [f"{lesson.get_url()}#cwiczenie-1"] * 2
    assert Answer.objects.filter(activity=lesson.exercises[0]).count() == 1


def test_progress_is_the_learners_own(signed_in: Client, lesson: Lesson, course: Course) -> None:
    signed_in.post(enrol_address(course))
    signed_in.post(answer_address(lesson), {"answer": option(lesson, 0), "key": uuid4()})
    other = Client()
    other.force_login(User.objects.create_user("inna@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    other.post(enrol_address(course))
    assert "Ukończone lekcje: 1 z\u00a02" in signed_in.get("/moja-nauka/").content.decode()
    assert "Ukończone lekcje: 0 z\u00a02" in other.get("/moja-nauka/").content.decode()
    assert "Dlaczego" not in other.get(str(lesson.get_url())).content.decode()


def test_marking_by_post_and_back(signed_in: Client, course: Course, learner: User) -> None:
    lesson = lessons_of(course)[1]
    lesson.completion_rule = "manual"
    lesson.save_revision().publish()
    signed_in.post(enrol_address(course))
    address = f"/moja-nauka/lekcje/{lesson.pk}/ukonczone/"
    assert signed_in.get(address).status_code == 302
    assert not Completion.objects.filter(enrolment__user=learner).exists()
    assert signed_in.post(address)["Location"] == f"{lesson.get_url()}#dalej"
    assert Completion.objects.filter(enrolment__user=learner).count() == 1
    signed_in.post(f"/moja-nauka/lekcje/{lesson.pk}/nieukonczone/")
    assert not Completion.objects.filter(enrolment__user=learner).exists()


def test_a_mark_made_offline_that_is_refused_is_not_told_as_saved(
    signed_in: Client, course: Course, learner: User
) -> None:
    lesson = lessons_of(course)[1]
    signed_in.post(enrol_address(course))
    address = f"/moja-nauka/lekcje/{lesson.pk}/ukonczone/"
    sent = signed_in.post(address, headers={"X-Requested-With": "fetch"})
    assert sent.status_code == 409
    assert signed_in.post(address)["Location"] == f"{lesson.get_url()}#dalej"
    assert not Completion.objects.filter(enrolment__user=learner).exists()


def test_an_empty_my_learning_says_what_to_do_next(signed_in: Client) -> None:
    assert catalogue().get_url() == "/szkolenia/"
    html = signed_in.get("/moja-nauka/").content.decode()
    assert 'href="/szkolenia/"' in html
