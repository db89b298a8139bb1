"""The XBlock runtime: the only code that renders an activity or changes a learner's state in it."""

from courses.activities.runtime.nodes import Nodes
from courses.activities.runtime.runtime import Event, PomostRuntime
from courses.activities.runtime.store import USER_STATE, StateStore

__all__ = ["USER_STATE", "Event", "Nodes", "PomostRuntime", "StateStore"]
