"""Locked lessons and prerequisites: shown with the reason, refused by the services, never taken away from a learner."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import Course, CoursePrerequisite, Lesson, Topic
from courses.learning import services
from courses.learning.errors import NotAllowedError
from courses.learning.models import Enrolment
from people.models import User
from search.sections import sections_of_page
from tests.catalogue.builders import make_module
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.test_services import answer

pytestmark = pytest.mark.django_db


def change(course: Course, **fields: Any) -> Course:
    """Publishes the course with changed fields."""
    course = Course.objects.get(pk=course.pk)
    for name, value in fields.items():
        setattr(course, name, value)
    course.save_revision().publish()
    changed: Course = Course.objects.get(pk=course.pk)
    return changed


def seen(client: Client, lesson: Lesson) -> tuple[str, bool]:
    """The reason why a lesson is locked, "" of an open one, and whether its text is in the page."""
    html = client.get(str(lesson.get_url())).content.decode()
    notice = BeautifulSoup(html, "html.parser").select_one(".notice strong + p, .notice p + p")
    locked = "Lekcja jest zamknięta" in html
    text = " ".join(notice.get_text().split()) if locked and notice else ""
    return text, "<p>Tekst</p>" in html or "Pytanie" in html


def test_in_order_the_next_lesson_opens_when_the_one_before_it_is_completed(learner: User, signed_in: Client) -> None:
    course = change(make_course(lessons=3), release="in_order")
    first, second, third = lessons_of(course)
    services.enrol(user=learner, course=course)
    assert seen(signed_in, first) == ("", True)
    assert seen(signed_in, second) == ("Lekcja otworzy się, gdy ukończysz lekcję „Lekcja 0”.", False)
    with pytest.raises(NotAllowedError, match="Lekcja 0"):
        answer(learner, second)
    with pytest.raises(NotAllowedError, match="Lekcja 0"):
        services.mark_completed(user=learner, lesson=second)
    answer(learner, first)
    assert seen(signed_in, second) == ("", True)
    assert seen(signed_in, third)[1] is False
    answer(learner, second)
    assert Enrolment.objects.get(user=learner).completions.count() == 2


def test_an_answer_to_a_locked_lesson_is_refused_in_words(learner: User, signed_in: Client, client: Client) -> None:
    course = change(make_course(lessons=2), release="in_order")
    lesson = lessons_of(course)[1]
    services.enrol(user=learner, course=course)
    address = reverse("learning:answer", args=[lesson.pk, lesson.exercises[0]])
    response = signed_in.post(address, {"answer": "x", "key": uuid4()}, follow=True)
    assert "gdy ukończysz lekcję „Lekcja 0”" in response.content.decode()
    assert signed_in.post(address, {"key": uuid4()}, headers={"X-Requested-With": "fetch"}).status_code == 403
    tried = client.post(reverse("learning:try", args=[lesson.pk, lesson.exercises[0]]), {"answer": "x"})
    assert (tried.status_code, tried["Location"]) == (302, lesson.get_url())


def test_by_score_a_part_of_the_exercises_is_enough(learner: User, signed_in: Client) -> None:
    course = make_course(lessons=0)
    topic = Topic.objects.child_of(course).get()
    first = make_lesson(topic, "Pierwsza", choice("Pytanie A?"), choice("Pytanie B?"))
    second = make_lesson(topic, "Druga", choice("Pytanie C?"))
    course = change(course, release="by_score", pass_score=50)
    services.enrol(user=learner, course=course)
    assert "co najmniej 50% ćwiczeń" in seen(signed_in, second)[0]
    answer(learner, first)
    assert seen(signed_in, second) == ("", True)


def test_by_date_a_lesson_opens_on_the_day_of_its_topic_for_everybody(client: Client) -> None:
    course = change(make_course(lessons=1), release="by_date")
    lesson, topic = lessons_of(course)[0], Topic.objects.child_of(course).get()
    assert seen(client, lesson) == ("Dnia, w którym lekcja się otworzy, jeszcze nie ustalono.", False)
    topic.opens_on = timezone.localdate() + timedelta(days=1)
    topic.save_revision().publish()
    assert "Lekcja otworzy się" in seen(client, lesson)[0]
    topic.opens_on = timezone.localdate()
    topic.save_revision().publish()
    assert seen(client, lesson) == ("", True)


def test_lessons_for_enrolled_people_are_read_by_nobody_else_nor_found_by_their_text(
    learner: User, signed_in: Client, client: Client
) -> None:
    course = make_course(lessons=1)
    assert "Tekst" in sections_of_page(lessons_of(course)[0])[0].text
    course = change(course, reading="enrolled")
    lesson = lessons_of(course)[0]
    assert [section.text for section in sections_of_page(lesson)] == [""]
    for reader in (client, signed_in):
        assert seen(reader, lesson) == ("Lekcję mogą czytać osoby zapisane na kurs.", False)
    services.enrol(user=learner, course=course)
    assert seen(signed_in, lesson) == ("", True)


def test_who_enrolled_before_a_change_of_the_rule_keeps_what_was_open(learner: User, signed_in: Client) -> None:
    course = make_course(lessons=3)
    services.enrol(user=learner, course=course)
    change(course, release="in_order")
    assert [seen(signed_in, lesson)[1] for lesson in lessons_of(course)] == [True, True, True]
    Enrolment.objects.filter(user=learner).delete()
    services.enrol(user=learner, course=Course.objects.get(pk=course.pk))
    assert [seen(signed_in, lesson)[1] for lesson in lessons_of(course)] == [True, False, False]


def test_a_required_course_comes_first_and_a_group_may_decide_otherwise(learner: User, signed_in: Client) -> None:
    needed, course = make_course("Podstawy", lessons=1), make_course("Dalej", lessons=1)
    CoursePrerequisite.objects.create(page=course, course=needed, required=True)
    with pytest.raises(NotAllowedError, match="Podstawy"):
        services.enrol(user=learner, course=course)
    page = signed_in.get(course.url).content.decode()
    assert "Najpierw ukończ: Podstawy." in page
    assert reverse("learning:enrol", args=[course.pk]) not in page
    response = signed_in.post(reverse("learning:enrol", args=[course.pk]), follow=True)
    assert "najpierw ukończ: „Podstawy”" in response.content.decode()
    services.enrol(user=learner, course=needed)
    answer(learner, lessons_of(needed)[0])
    services.enrol(user=learner, course=course)
    other = User.objects.create_user("z-grupy@example.org")
    assert services.enrol(user=other, course=course, by_group=True).course_id == course.pk


def test_nobody_enrols_in_a_module_that_has_no_lessons(learner: User) -> None:
    with pytest.raises(NotAllowedError):
        services.enrol(user=learner, course=make_module("Karta"))
