"""Enrolling, answering and completing, also while lessons are edited."""

from uuid import UUID, uuid4

import pytest
from django.test import RequestFactory

from courses.activities.models import Activity, Answer
from courses.catalogue.models import Course, Lesson, Topic
from courses.learning import dashboard, services
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Completion, Enrolment
from people.models import User
from tests.courses_tree import choice, lessons_of, make_course, make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org")


def answer(learner: User, lesson: Lesson, place: int = 0, option: int = 0) -> None:
    activity = Activity.objects.get(pk=lesson.exercises[place])
    assert activity.current is not None
    option_id = activity.current.tree["fields"]["options"][option]["id"]
    services.answer_exercise(
        user=learner, lesson=lesson, activity_id=activity.pk, form=[("answer", option_id)], key=uuid4()
    )


def figures(learner: User, course: Course) -> tuple[int, int]:
    (item,) = [
        item
        for item in dashboard.course_progress(dashboard.enrolments_of(learner), RequestFactory().get("/"))
        if item.enrolment.course_id == course.pk
    ]
    return item.progress.done, item.progress.total


def test_enrolling_twice_is_enrolling_once(learner: User) -> None:
    course = make_course()
    first = services.enrol(user=learner, course=course)
    assert services.enrol(user=learner, course=course) == first
    assert first.outline == course.outlines.order_by("-number").first()


def test_nobody_enrols_on_a_draft(learner: User) -> None:
    course = make_course()
    course.unpublish()
    with pytest.raises(NotAllowedError):
        services.enrol(user=learner, course=Course.objects.get(pk=course.pk))


def test_an_answer_without_enrolment_is_refused_and_leaves_nothing(learner: User) -> None:
    lesson = lessons_of(make_course())[0]
    with pytest.raises(NotEnrolledError):
        answer(learner, lesson)
    assert not Answer.objects.of(learner).exists()


def test_an_exercise_of_another_lesson_is_refused(learner: User) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    with pytest.raises(Activity.DoesNotExist):
        services.answer_exercise(
            user=learner, lesson=first, activity_id=UUID(second.exercises[0]), form=[("answer", "x")], key=uuid4()
        )


def test_a_wrong_answer_completes_nothing_a_right_one_the_lesson_and_a_wrong_one_later_takes_nothing(
    learner: User,
) -> None:
    course = make_course()
    first, _second = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first, option=1)
    assert figures(learner, course) == (0, 2)
    answer(learner, first, option=0)
    assert figures(learner, course) == (1, 2)
    answer(learner, first, option=1)
    assert figures(learner, course) == (1, 2)
    assert Completion.objects.get(enrolment__user=learner).source == Completion.Source.EXERCISES


def test_a_course_edited_while_in_use_revokes_nothing_and_demands_nothing_new(learner: User) -> None:
    course = make_course()
    first, second = lessons_of(course)
    services.enrol(user=learner, course=course)
    answer(learner, first)
    topic = Topic.objects.child_of(course).get()
    make_lesson(topic, "Dodana", choice("Dodane?"))
    first.body = [choice("Zmienione?", block="zmienione")]
    first.save_revision().publish()
    assert figures(learner, course) == (1, 2)
    second.unpublish()
    assert figures(learner, course) == (1, 1)
    Lesson.objects.get(pk=first.pk).delete()
    assert figures(learner, course) == (1, 1)


def test_an_exercise_added_later_is_not_waited_for_and_one_taken_away_neither(learner: User) -> None:
    course = make_course(lessons=0)
    topic = Topic.objects.child_of(course).get()
    lesson = make_lesson(topic, "Dwie", choice("Jeden?"), choice("Dwa?"))
    services.enrol(user=learner, course=course)
    lesson.body = [choice("Jeden?"), choice("Trzy?")]
    lesson.save_revision().publish()
    answer(learner, Lesson.objects.get(pk=lesson.pk), place=0)
    assert figures(learner, course) == (1, 1)


def test_a_lesson_whose_exercises_were_all_written_anew_is_completed_by_the_new_ones(learner: User) -> None:
    course = make_course()
    first, _second = lessons_of(course)
    services.enrol(user=learner, course=course)
    first.body = [choice("Zupełnie nowe?", block="nowe")]
    first.save_revision().publish()
    answer(learner, Lesson.objects.get(pk=first.pk))
    assert figures(learner, course) == (1, 2)


def test_a_lesson_that_got_exercises_after_one_enrolled_still_takes_ones_word(learner: User) -> None:
    course = make_course(lessons=0)
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Sam tekst")
    services.enrol(user=learner, course=course)
    lesson.body = [choice("Dodane?")]
    lesson.save_revision().publish()
    lesson = Lesson.objects.get(pk=lesson.pk)
    answer(learner, lesson)
    assert figures(learner, course) == (0, 1)
    services.mark_completed(user=learner, lesson=lesson)
    assert figures(learner, course) == (1, 1)


def test_a_lesson_made_easier_takes_ones_word(learner: User) -> None:
    course = make_course(lessons=1)
    lesson = lessons_of(course)[0]
    services.enrol(user=learner, course=course)
    lesson.completion_rule = "manual"
    lesson.save_revision().publish()
    services.mark_completed(user=learner, lesson=Lesson.objects.get(pk=lesson.pk))
    assert figures(learner, course) == (1, 1)


def test_when_the_only_exercise_missing_is_taken_away_ones_word_is_enough(learner: User) -> None:
    course = make_course(lessons=0)
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Dwie", choice("Jeden?"), choice("Dwa?"))
    services.enrol(user=learner, course=course)
    answer(learner, lesson, place=0)
    with pytest.raises(NotAllowedError):
        services.mark_completed(user=learner, lesson=lesson)
    lesson.body = [choice("Jeden?")]
    lesson.save_revision().publish()
    services.mark_completed(user=learner, lesson=Lesson.objects.get(pk=lesson.pk))
    assert figures(learner, course) == (1, 1)


def test_the_learners_own_word_can_be_taken_back_and_an_earned_completion_cannot(learner: User) -> None:
    course = make_course(lessons=1)
    topic = Topic.objects.child_of(course).get()
    manual = make_lesson(topic, "Do oznaczenia", choice("Dodatkowe?"), rule="manual")
    earned = lessons_of(course)[0]
    services.enrol(user=learner, course=course)
    answer(learner, earned)
    services.mark_completed(user=learner, lesson=manual)
    services.mark_completed(user=learner, lesson=manual)
    assert figures(learner, course) == (2, 2)
    services.unmark_completed(user=learner, lesson=manual)
    services.unmark_completed(user=learner, lesson=earned)
    assert figures(learner, course) == (1, 2)


def test_ones_word_is_not_enough_where_exercises_decide(learner: User) -> None:
    course = make_course()
    services.enrol(user=learner, course=course)
    with pytest.raises(NotAllowedError):
        services.mark_completed(user=learner, lesson=lessons_of(course)[0])
    assert figures(learner, course) == (0, 2)


def test_resume_leads_to_the_very_exercise(learner: User) -> None:
    course = make_course(lessons=1)
    topic = Topic.objects.child_of(course).get()
    lesson = make_lesson(topic, "Dwie", choice("Jeden?"), choice("Dwa?"))
    services.enrol(user=learner, course=course)
    request = RequestFactory().get("/")
    resume = dashboard.resume_of(user=learner, request=request)
    assert resume is not None
    assert resume.url == lessons_of(course)[0].get_url()
    assert not resume.started
    answer(learner, lesson, place=0)
    resume = dashboard.resume_of(user=learner, request=request)
    assert resume is not None
    assert (resume.url, resume.lesson_title) == (f"{lesson.get_url()}#cwiczenie-2", "Dwie")
    assert resume.started
    answer(learner, lesson, place=1)
    answer(learner, lessons_of(course)[0])
    assert dashboard.resume_of(user=learner, request=request) is None
    assert Enrolment.objects.get(user=learner).last_lesson == lessons_of(course)[0].key
