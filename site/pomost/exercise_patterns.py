"""Samples of exercises for the pattern library: every type, new and answered, and what stands around an exercise."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from webob import Request

from courses.activities.blocks import ExerciseBlock
from courses.activities.cards import ExerciseChange, ExerciseFrame
from courses.activities.exercises.branching import BranchingExercise
from courses.activities.exercises.choice import SINGLE, ChoiceExercise
from courses.activities.exercises.gaps import GapsExercise
from courses.activities.exercises.hotspot import HotspotExercise
from courses.activities.exercises.marked import KNOWN, ChecklistExercise, FlashCardsExercise
from courses.activities.exercises.poll import PollExercise
from courses.activities.exercises.rows import (
    FALSE,
    TRUE,
    MatchingExercise,
    OrderingExercise,
    SortingExercise,
    TrueFalseExercise,
)
from courses.activities.exercises.typed import NumberExercise, ShortTextExercise
from courses.activities.exercises.written import ModelAnswerExercise, ReflectionExercise
from courses.activities.given import REVEAL, Given, Pairs
from courses.activities.models import Node
from courses.activities.runtime import PomostRuntime, StateStore
from courses.catalogue.blocks import LessonBodyBlock

PICTURE = {"width": 800, "height": 400, "alt": "Dwa brzegi połączone pomostem"}


def blocks() -> dict[str, ExerciseBlock]:
    """The blocks of a lesson that are exercises, by name."""
    found = LessonBodyBlock().child_blocks.items()
    return {name: block for name, block in found if isinstance(block, ExerciseBlock)}


def sample_tree(block: ExerciseBlock) -> Node:
    """The preview of a block as an XBlock tree."""
    if block.TYPE == HotspotExercise.TYPE:
        return _hotspot()
    value = block.normalize(block.meta.preview_value)
    return block.tree_of(value, block_id="wzor")


def _hotspot() -> Node:
    """A picture needs a file in the library, so the preview of its block has none."""
    options = [
        {"id": "a", "text": "lewy brzeg", "x": 12.0, "y": 50.0, "correct": False, "feedback": "To dopiero początek."},
        {"id": "b", "text": "pomost", "x": 50.0, "y": 42.0, "correct": True, "feedback": "Łączy oba brzegi."},
    ]
    picture = {**PICTURE, "url": static("img/sample-picture.svg")}
    fields = {"question": "Co łączy dwa brzegi?", "hint": "", "kind": "single", "picture": picture, "options": options}
    return {"type": HotspotExercise.TYPE, "id": "wzor", "fields": fields, "children": []}


def answer_to(tree: Node, *, right: bool = True) -> Pairs:
    """A form that answers an exercise: rightly, or wrongly where there is something that is wrong."""
    fields = tree["fields"]
    parts: dict[str, list[str]]
    match tree["type"]:
        case ChoiceExercise.TYPE | HotspotExercise.TYPE:
            found = [item["id"] for item in fields["options"] if item["correct"] == right]
            parts = {"": found[:1] if fields["kind"] == SINGLE else found}
        case TrueFalseExercise.TYPE:
            parts = {item["id"]: [TRUE if item["correct"] == right else FALSE] for item in fields["statements"]}
        case ShortTextExercise.TYPE:
            parts = {"": [next(item["text"] for item in fields["accepted"] if item["correct"]) if right else "ktoś"]}
        case NumberExercise.TYPE:
            parts = {"": [fields["value"] if right else "1000000"]}
        case MatchingExercise.TYPE:
            # With the next one's half, the last with the first one's, nothing is right.
            ids = [item["id"] for item in fields["pairs"]]
            parts = {key: [ids[(place + (not right)) % len(ids)]] for place, key in enumerate(ids)}
        case OrderingExercise.TYPE:
            ids = [item["id"] for item in fields["things"]]
            parts = {key: [str((place + (not right)) % len(ids) + 1)] for place, key in enumerate(ids)}
        case SortingExercise.TYPE:
            categories = fields["categories"]
            parts = {
                thing["id"]: [categories[(place + (not right)) % len(categories)]["id"]]
                for place, category in enumerate(categories)
                for thing in category["things"]
            }
        case GapsExercise.TYPE:
            parts = {
                gap["id"]: [gap["accepted"][0] if right else (*gap["options"], "nic")[0]] for gap in fields["gaps"]
            }
        case ModelAnswerExercise.TYPE:
            criteria = [item["id"] for item in fields["criteria"]]
            parts = {"": ["Moja odpowiedź."], "criteria": criteria if right else criteria[:1], "assessed": ["1"]}
        case ReflectionExercise.TYPE:
            parts = {"": ["Zaczniemy od rozmowy z sołtyską."]}
        case PollExercise.TYPE:
            parts = {"": [fields["options"][0]["id"]]}
        case ChecklistExercise.TYPE:
            parts = {"": [item["id"] for item in fields["things"]][: None if right else 1]}
        case FlashCardsExercise.TYPE:
            parts = {card["id"]: [KNOWN] for card in fields["cards"][: None if right else 1]}
        case BranchingExercise.TYPE:
            parts = {"": _path(fields["steps"], good=right)}
        case other:
            raise ValueError(f"No answer is known for the type {other}.")
    return Given({part: tuple(values) for part, values in parts.items()}).pairs()


def _path(steps: list[dict[str, Any]], *, good: bool) -> list[str]:
    """The shortest way through a case to such an ending; where there is none, the first decision alone."""
    by_id = {step["id"]: step for step in steps}
    ways: list[tuple[str, list[str]]] = [(steps[0]["id"], [])]
    for step, path in ways:
        if not by_id[step]["choices"] and by_id[step]["good"] == good:
            return path
        seen = {key for key, _path in ways}
        ways += [(item["to"], [*path, item["id"]]) for item in by_id[step]["choices"] if item["to"] not in seen]
    return [next(item["id"] for item in steps[0]["choices"] if not by_id[item["to"]]["good"])]


def answered(tree: Node, *forms: Pairs) -> StateStore:
    """A learner's state after these answers to an exercise; the activity is that of ``shown``."""
    store = StateStore()
    for form in forms:
        runtime = PomostRuntime(activity=_ACTIVITY, tree=tree, user_id=1, store=store, read_only=False)
        block = runtime.root()
        runtime.handle(block, "submit", Request.blank("/", POST=list(form)))
        block.save()
    return store


_ACTIVITY = uuid4()


def shown(tree: Node, frame: ExerciseFrame, store: StateStore | None = None) -> SafeString:
    """The HTML of an exercise in a state."""
    runtime = PomostRuntime(activity=_ACTIVITY, tree=tree, user_id=1, store=store or StateStore())
    return mark_safe(runtime.render(runtime.root(), "student_view", {"frame": frame}).content)  # noqa: S308 - a template


def exercises() -> list[SafeString]:
    """An exercise in each of its states, then each type, new and answered."""
    frame, closed = ExerciseFrame(can_answer=True), ExerciseFrame()
    tried = ExerciseChange(tried=True, keep_sign_in_url="#", keep_sign_up_url="#")
    by_name = blocks()
    one = sample_tree(by_name["choice"])
    fields: dict[str, Any] = {**one["fields"], "hint": "Zajrzyj do art. 15 ustawy o działalności pożytku publicznego."}
    hinted: Node = {**one, "fields": fields}
    limited: Node = {**one, "fields": {**fields, "max_attempts": 1}}
    right, wrong = answer_to(hinted), answer_to(hinted, right=False)
    samples = [
        (hinted, frame, None),
        (hinted, closed, None),
        (hinted, replace(closed, changed=True), answered(hinted, right)),
        (hinted, replace(frame, trying=True, change=tried), answered(hinted, right)),
        (hinted, replace(frame, change=ExerciseChange(error="Najpierw wybierz odpowiedź.")), None),
        (hinted, frame, answered(hinted, wrong, wrong, wrong, [(REVEAL, "1")])),
        (limited, frame, answered(limited, wrong)),
    ]
    for block in by_name.values():
        tree = sample_tree(block)
        samples += [
            (tree, frame, None),
            *((tree, frame, answered(tree, answer_to(tree, right=value))) for value in (False, True)),
        ]
    return [
        shown(tree, replace(placed, number=number, total=len(samples), anchor=f"wzor-{number}", action="#"), store)
        for number, (tree, placed, store) in enumerate(samples, start=1)
    ]
