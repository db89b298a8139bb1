"""What relies on a completed course: an app above registers, and the learner cannot take back what it relies on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User

Relies = Callable[["User", int], bool]

_registered: list[Relies] = []


def register(relies: Relies) -> None:
    """Adds ``relies(user, course_id)``; called in ``AppConfig.ready()``."""
    if relies not in _registered:
        _registered.append(relies)


def is_relied_on(user: "User", course_id: int) -> bool:
    """Whether something, such as a certificate, relies on what ``user`` has completed in a course."""
    return any(relies(user, course_id) for relies in _registered)
