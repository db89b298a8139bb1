"""Steps of learners, for the tests of this app."""

from uuid import uuid4

from django.test import RequestFactory

from courses.activities.models import Activity
from courses.catalogue.models import Course, Lesson
from courses.learning import dashboard, services
from courses.learning.dashboard import CourseProgress
from courses.learning.services import Answered
from people.models import User
from tests.courses_tree import lessons_of, make_course


def option(lesson: Lesson, place: int = 0, choice: int = 0) -> str:
    """The id of an option in the published version of an exercise."""
    activity = Activity.objects.get(pk=lesson.exercises[place])
    assert activity.current is not None
    return str(activity.current.tree["fields"]["options"][choice]["id"])


def answer(learner: User, lesson: Lesson, place: int = 0, choice: int = 0) -> Answered:
    """Answers an exercise; the first option is the right one."""
    return services.answer_exercise(
        user=learner,
        lesson=lesson,
        activity_id=Activity.objects.get(pk=lesson.exercises[place]).pk,
        form=[("answer", option(lesson, place, choice))],
        key=uuid4(),
    )


def begun_course(learner: User, *, lessons: int) -> Course:
    """A course of so many lessons of which the learner has completed the first."""
    course = make_course(lessons=lessons)
    services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    return course


def own_progress(learner: User) -> CourseProgress:
    """The progress that the learner is shown in their only course."""
    (item,) = dashboard.course_progress(dashboard.enrolments_of(learner), RequestFactory().get("/"))
    return item
