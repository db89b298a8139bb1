"""What is missing is said on every page with the progress, and is the same for the learner and the trainer."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.models import Course
from courses.coursework.member_record import member_record
from courses.coursework.members import members_progress
from courses.learning import dashboard, services
from courses.learning.missing import missing_lessons
from courses.learning.progress import compute, missing_activities, spans
from people.models import User
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.coursework.factories import CohortFactory, member, trainer
from tests.learning.steps import answer
from tests.learning.test_progress import keys, outline_of

MISSING = re.compile(r'<p class="missing">(.*?)</p>', re.DOTALL)


def said(html: str) -> list[str]:
    """The sentences on a page that say what is missing."""
    return [" ".join(re.sub(r"<[^>]+>", "", found).replace("\xa0", " ").split()) for found in MISSING.findall(html)]


@given(st.sets(st.integers(1, 60)))
def test_spans_are_the_numbers(numbers: set[int]) -> None:
    found = spans(sorted(numbers))
    assert [number for first, last in found for number in range(first, last + 1)] == sorted(numbers)
    assert all(last - first != 1 for first, last in found)


@given(st.lists(st.integers(1, 8), min_size=1, max_size=5), st.data())
def test_the_numbers_of_missing_lessons_are_those_that_are_not_done(sizes: list[int], data: st.DataObject) -> None:
    outline = outline_of(*sizes)
    known = keys(outline)
    completed = data.draw(st.sets(st.sampled_from(known)))
    progress = compute(outline, completed=completed, available=known, last=data.draw(st.sampled_from(known)))
    assert len(progress.missing) == progress.total - progress.done
    assert {progress.counted[number - 1] for number in progress.missing} == set(known) - completed
    assert list(progress.missing) == sorted(progress.missing)
    assert 0 <= progress.percent <= 100
    assert (progress.percent == 100) == progress.finished


@given(st.lists(st.integers(1, 8), min_size=1, max_size=5), st.data())
def test_percent_does_not_fall_by_an_editors_work(sizes: list[int], data: st.DataObject) -> None:
    """Lessons added, removed, and removed and published again: never below what it was before."""
    outline = outline_of(*sizes)
    known = keys(outline)
    completed = data.draw(st.sets(st.sampled_from(known)))
    before = compute(outline, completed=completed, available=known).percent
    added = {uuid4() for _ in range(data.draw(st.integers(0, 5)))}
    removed = data.draw(st.sets(st.sampled_from(known)))
    for available in (set(known) | added, (set(known) | added) - removed, set(known) - removed, set(known)):
        after = compute(outline, completed=completed, available=available)
        assert before <= after.percent <= 100
        assert after.done == len(completed)


def test_exercises_are_missing_by_their_numbers() -> None:
    first, second, third, added = (uuid4() for _ in range(4))
    order = [first, added, second, third]
    assert missing_activities(order, wanted={first, second, third}, solved={second}) == (1, 4)


@pytest.fixture
def course() -> Course:
    """A course of five lessons, the first with three exercises, the last one marked by the learner."""
    course = make_course(lessons=0)
    topic = course.get_children().get()
    make_lesson(topic, "Pierwsza", *(choice(f"Pytanie {number}?", block=f"p{number}") for number in range(3)))
    for number in range(3):
        make_lesson(topic, f"Środkowa {number}", choice(f"Inne {number}?"))
    make_lesson(topic, "Ostatnia", rule="manual")
    return course


@pytest.mark.django_db
def test_every_page_says_what_is_missing_and_where(course: Course, learner: User, signed_in: Client) -> None:
    first, second, *_others, last = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first, place=1)
    answer(learner, second)
    lesson_html = signed_in.get(str(first.get_url())).text
    assert said(lesson_html) == ["Brakuje: ćwiczenie 1, ćwiczenie 3"]
    assert '<a href="#cwiczenie-3">' in lesson_html
    course_html = signed_in.get(str(course.get_url())).text
    assert said(course_html) == [
        "Brakuje: lekcja 1, lekcje 3–5",
        "Brakuje: ćwiczenie 1, ćwiczenie 3",
        "Brakuje: ćwiczenie 1",
        "Brakuje: ćwiczenie 1",
        "Brakuje: oznaczenie lekcji jako ukończonej",
    ]
    assert f'<a href="{first.get_url()}#cwiczenie-3">' in course_html
    assert f'<a href="{last.get_url()}#dalej">' in course_html
    assert said(signed_in.get("/moja-nauka/").text) == ["Brakuje: lekcja 1, lekcje 3–5"]


@pytest.mark.django_db
def test_the_trainer_sees_what_the_learner_sees(course: Course, learner: User, client: Client) -> None:
    lead = trainer()
    cohort = CohortFactory.create(course=course, trainers=[lead])
    member(cohort, learner)
    first, *_others = lessons_of(course)
    answer(learner, first, place=1)
    request = RequestFactory().get("/")
    (own,) = dashboard.course_progress(dashboard.enrolments_of(learner), request)
    (of_trainer,) = members_progress([cohort], request, users=[learner.pk])[0].courses
    assert of_trainer.progress == own.progress
    record = member_record(cohort, learner, request, reader=lead)
    assert record.courses[0].missing == missing_lessons(own, request)
    assert [len(lesson.missing) for lesson in record.courses[0].lessons] == [2, 1, 1, 1, 1]
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(f"/grupy/{cohort.pk}/osoby/{learner.pk}/").text
    assert said(html)[:2] == ["Brakuje: lekcje 1–5", "Brakuje: ćwiczenie 1, ćwiczenie 3"]


@pytest.mark.django_db
def test_nothing_is_missing_in_a_completed_course(learner: User, signed_in: Client) -> None:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    pages: list[Any] = [str(course.get_url()), str(lessons_of(course)[0].get_url()), "/moja-nauka/"]
    assert [said(signed_in.get(page).text) for page in pages] == [[], [], []]
