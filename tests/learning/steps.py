"""Steps of learners, for the tests of this app."""

from uuid import uuid4

from courses.activities.models import Activity
from courses.catalogue.models import Lesson
from courses.learning import services
from courses.learning.services import Answered
from people.models import User


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
