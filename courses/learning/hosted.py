"""The mode of learners in frames: activities of the library in a lesson of a course that they take."""

from courses.activities.hosted import modes
from courses.activities.hosted.calls import version_of
from courses.activities.hosted.modes import Call, Done, RefusedError
from courses.activities.hosted.tokens import Grant
from courses.activities.models import ActivityVersion
from courses.catalogue.models import Lesson
from courses.learning import services
from courses.learning.errors import NotAllowedError, NotEnrolledError
from people.models import User

LEARNER = "learner"


def register() -> None:
    """Called once, when Django is ready."""
    modes.register(LEARNER, learner)


def learner(grant: Grant, call: Call) -> Done:
    """Runs a call in a lesson, whose id is the place of the grant; only while the user may answer there."""
    user = User.objects.filter(pk=grant.user, is_active=True).first()
    lesson = Lesson.objects.live().filter(pk=grant.place).first()
    if user is None or lesson is None:
        raise RefusedError
    version = version_of(grant)
    try:
        return services.call_activity(user=user, lesson=lesson, version=version, call=call).done
    except (NotEnrolledError, NotAllowedError, ActivityVersion.DoesNotExist):
        raise RefusedError from None
