"""The block of a case that branches."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities.blocks.base import ExerciseBlock, PreviewLine, Words, items
from courses.activities.exercises.branching import BranchingExercise


class DecisionBlock(blocks.StructBlock):
    """A decision in a step, with what comes of it."""

    text = blocks.CharBlock(label=_("Decision"), max_length=300)
    feedback = blocks.TextBlock(label=_("What comes of it"), required=False, rows=2, max_length=800)
    to = blocks.IntegerBlock(
        label=_("Leads to step"), min_value=1, help_text=_("The number of a step in the list of steps.")
    )

    class Meta:
        icon = "arrow-right"
        label = _("Decision")


class StepBlock(blocks.StructBlock):
    """A step of a case; one without decisions is an ending."""

    text = blocks.TextBlock(label=_("What happens"), rows=4, max_length=2000)
    choices = blocks.ListBlock(
        DecisionBlock(),
        label=_("Decisions"),
        default=[],
        max_num=5,
        help_text=_("None: the case ends here."),
    )
    good = blocks.BooleanBlock(
        label=_("A good ending"), required=False, help_text=_("Only where the case ends: it completes the exercise.")
    )

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class BranchingBlock(ExerciseBlock):
    """A case in steps, in which each decision leads on to another step."""

    TYPE: ClassVar[str] = BranchingExercise.TYPE

    max_attempts = None
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2, max_num=30)

    class Meta:
        icon = "site"
        label = _("Branching case")
        description = _("A story with decisions; each leads on to another step, until an ending.")
        preview_value: ClassVar[dict[str, Any]] = {
            "question": "Gmina nie odpowiada na ofertę. Co robisz?",
            "steps": [
                {
                    "text": "Minął miesiąc od złożenia oferty.",
                    "choices": [
                        {"text": "Pytasz na piśmie o termin", "feedback": "Urząd musi odpowiedzieć.", "to": 2},
                        {"text": "Czekasz dalej", "feedback": "Mijają kolejne tygodnie.", "to": 1},
                    ],
                    "good": False,
                },
                {"text": "Dostajesz odpowiedź z datą.", "choices": [], "good": True},
            ],
        }

    def problems(self, value: Any) -> list[Words]:
        steps = list(value["steps"])
        found: list[Words] = []
        for number, step in enumerate(steps, start=1):
            if any(choice["to"] > len(steps) for choice in step["choices"]):
                found.append(_("A decision of step %(number)d leads to a step that there is not.") % {"number": number})
            if step["good"] and step["choices"]:
                found.append(_("Step %(number)d has decisions, so it is not an ending.") % {"number": number})
        if found:
            return found
        if not steps[0]["choices"]:
            return [_("The first step has no decisions, so there is nothing to choose.")]
        if not any(step["good"] for step in steps):
            return [_("No step is a good ending, so nobody could complete the exercise.")]
        reached = _reached(steps)
        if lost := [number for number in range(1, len(steps) + 1) if number not in reached]:
            return [_("No decision leads to step %(number)d.") % {"number": lost[0]}]
        for number, step in enumerate(steps, start=1):
            if step["choices"] and not _ends(steps, number):
                return [_("From step %(number)d there is no way to an ending.") % {"number": number}]
        return []

    def preview(self, value: Any) -> Sequence[PreviewLine]:
        return [
            PreviewLine(
                f"{number}. {step['text']}",
                bool(step["good"]) if not step["choices"] else None,
                "; ".join(f"{choice['text']} → {choice['to']}" for choice in step["choices"]),
            )
            for number, step in enumerate(value["steps"], start=1)
        ]

    def content_of(self, value: Any) -> dict[str, Any]:
        steps = list(items(value["steps"]))
        ids = [key for key, _step in steps]
        return {
            "steps": [
                {
                    "id": key,
                    "text": step["text"],
                    "good": bool(step["good"]),
                    "choices": [
                        {
                            "id": choice_key,
                            "text": choice["text"],
                            "feedback": choice["feedback"],
                            # Out of range only in a draft that has not been validated.
                            "to": ids[min(choice["to"] or 1, len(ids)) - 1],
                        }
                        for choice_key, choice in items(step["choices"])
                    ],
                }
                for key, step in steps
            ]
        }


def _reached(steps: Sequence[Any], start: int = 1) -> set[int]:
    """The numbers of the steps that can be reached from one."""
    reached, waiting = {start}, [start]
    while waiting:
        for choice in steps[waiting.pop() - 1]["choices"]:
            if choice["to"] not in reached:
                reached.add(choice["to"])
                waiting.append(choice["to"])
    return reached


def _ends(steps: Sequence[Any], start: int) -> bool:
    return any(not steps[number - 1]["choices"] for number in _reached(steps, start))
