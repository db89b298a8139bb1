"""A learner who answers one exercise repeatedly, without a database."""

from typing import Any
from uuid import uuid4

from webob import Request

from courses.activities.answer_time import MADE_AT
from courses.activities.cards import ExerciseFrame
from courses.activities.given import Pairs
from courses.activities.models import Node
from courses.activities.runtime import Event, PomostRuntime, StateStore

OPEN = ExerciseFrame(can_answer=True, key="k")


class Learner:
    """Answers one exercise; ``events`` are those of the last answer."""

    def __init__(self, tree: Node) -> None:
        self.tree, self.activity, self.store = tree, uuid4(), StateStore()
        self.events: list[Event] = []

    def answer(self, pairs: Pairs, *, made_at: str = "") -> "Learner":
        """Answers as a form does. Raises ``InvalidAnswerError``."""
        runtime = PomostRuntime(activity=self.activity, tree=self.tree, user_id=1, store=self.store, read_only=False)
        block = runtime.root()
        request = Request.blank("/", POST=list(pairs), headers={MADE_AT: made_at} if made_at else {})
        runtime.handle(block, "submit", request)
        block.save()
        self.events = runtime.events
        return self

    @property
    def state(self) -> dict[str, Any]:
        return self.store.rows.get((self.activity, self.tree["id"]), {})

    @property
    def grade(self) -> float | None:
        """The grade that the last answer has earned; None where it earned none."""
        return next((event.data["value"] for event in self.events if event.type == "grade"), None)

    @property
    def completion(self) -> float | None:
        return next((event.data["completion"] for event in self.events if event.type == "completion"), None)

    def page(self, frame: ExerciseFrame = OPEN) -> str:
        """The HTML of the exercise as it stands."""
        runtime = PomostRuntime(activity=self.activity, tree=self.tree, user_id=1, store=self.store)
        fragment = runtime.render(runtime.root(), "student_view", {"frame": frame})
        return str(fragment.content).replace("\u00a0", " ")


def with_fields(tree: Node, **fields: Any) -> Node:
    """The tree with other content fields."""
    return {**tree, "fields": {**tree["fields"], **fields}}
