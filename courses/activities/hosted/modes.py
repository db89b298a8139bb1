"""The purposes that a frame can be for. Each app that has one registers it; ``activities`` knows nothing of lessons.

A mode checks what may have changed since the token was signed, gives the blocks the state that they work with, and
keeps what they did to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from courses.activities.hosted.tokens import Grant
from courses.activities.runtime import PomostRuntime
from courses.activities.runtime.runtime import Address


class RefusedError(Exception):
    """The user may not do this here any more."""


class ChangedError(Exception):
    """The activity was published anew since the frame was opened."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be done with the blocks of an activity: to show the frame, or to call a handler.

    ``run`` returns the response. ``shows``: it shows the blocks, so that those are complete which only want to be seen.
    """

    run: Callable[[PomostRuntime], Any]
    address: Address
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The response of a call, and the completion of the activity (0 to 1) after it; None where nothing is kept."""

    response: Any
    completion: float | None = None


Mode = Callable[[Grant, Call], Done]

_modes: dict[str, Mode] = {}


def register(name: str, mode: Mode) -> None:
    """Registers a mode, in ``AppConfig.ready()``. It raises ``RefusedError`` and ``ChangedError``."""
    _modes[name] = mode


def mode_of(grant: Grant) -> Mode:
    """Raises ``RefusedError`` for a mode that no app has."""
    try:
        return _modes[grant.mode]
    except KeyError:
        raise RefusedError from None
