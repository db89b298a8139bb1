"""How complete blocks are, from what they publish.

The rules are those of Open edX's completion, which published blocks rely on, but one. A block that declares
``has_custom_completion`` says so itself. Of the others one that cannot be scored is complete once it is seen, and one
that only holds others when all of them are. One that can be scored is complete at its full score, and not, as there,
once it is graded at all: here a lesson is completed by exercises that are answered rightly. Where its author limits the
attempts, using up the last one completes it too, as it does an exercise of our own.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock

from courses.activities.runtime.nodes import Nodes

if TYPE_CHECKING:
    from courses.activities.runtime.runtime import Event


ATTEMPTS = ("attempts", "count_attempts", "num_attempts")
"""What published blocks call the number of answers given, beside ``max_attempts``; XBlock itself has no name for it."""


def used_up(block: XBlock) -> bool:
    """Whether a block that can be scored takes no further answer, as far as its fields tell."""
    most = getattr(block, "max_attempts", None)
    if not getattr(block, "has_score", False) or not isinstance(most, int) or most <= 0:
        return False
    used = (getattr(block, name, None) for name in ATTEMPTS)
    return any(isinstance(number, int) and number >= most for number in used)


def completes_when_seen(kind: type[XBlock]) -> bool:
    """Whether showing a block of this class completes it."""
    return _by_events(kind) and not getattr(kind, "has_score", False)


def _by_events(kind: type[XBlock]) -> bool:
    mode = XBlockCompletionMode.get_mode(kind)
    return mode == XBlockCompletionMode.COMPLETABLE and not getattr(kind, "has_custom_completion", False)


def published(events: Iterable["Event"], kinds: dict[str, type[XBlock]]) -> dict[str, float]:
    """The completion, 0 to 1, of each block of ``kinds`` (classes by block) that its ``events`` change."""
    completions: dict[str, float] = {}
    for event in events:
        if event.type == "completion":
            completions[event.block] = event.data["completion"]
        elif _by_events(kinds[event.block]) and (_is_full(event) or _is_progress(event, kinds[event.block])):
            completions[event.block] = 1.0
    return completions


def _is_full(event: "Event") -> bool:
    if event.type != "grade":
        return False
    value, most = event.data["value"], event.data["max_value"]
    return bool(most) and value is not None and value >= most


def _is_progress(event: "Event", kind: type[XBlock]) -> bool:
    """The event with which blocks said before there was completion that they are complete."""
    return event.type == "progress" and not getattr(kind, "has_score", False)


def of_containers(nodes: Nodes, kinds: dict[str, type[XBlock]], completions: dict[str, float]) -> dict[str, float]:
    """The completion of each block that only holds others: the mean of theirs, those that do not count left out."""
    found: dict[str, float] = {}

    def completion_of(block: str) -> float | None:
        mode = XBlockCompletionMode.get_mode(kinds[block])
        if mode == XBlockCompletionMode.EXCLUDED:
            return None
        if mode != XBlockCompletionMode.AGGREGATOR:
            return completions.get(block, 0.0)
        parts = [part for child in nodes.children(block) if (part := completion_of(child)) is not None]
        found[block] = sum(parts) / len(parts) if parts else 1.0
        return found[block]

    completion_of(nodes.root)
    return found
