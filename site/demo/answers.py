"""Right answers to exercises: for the people of the demo, and to see that each of its exercises can be completed."""

from collections import deque

from courses.activities.exercises.branching import BranchingExercise
from courses.activities.exercises.marked import KNOWN, FlashCardsExercise
from courses.activities.given import WHOLE, Given, Pairs
from courses.activities.models import Node
from pomost.exercise_patterns import answer_to


def right_answer(tree: Node) -> Pairs:
    """A form that completes an exercise."""
    fields = tree["fields"]
    match tree["type"]:
        case BranchingExercise.TYPE:
            return Given({WHOLE: way_to_a_good_ending(tree)}).pairs()
        case FlashCardsExercise.TYPE:
            return Given({card["id"]: (KNOWN,) for card in fields["cards"]}).pairs()
        case _:
            return answer_to(tree)


def way_to_a_good_ending(tree: Node) -> tuple[str, ...]:
    """The fewest decisions that lead through a case to a good ending; none where there is no such way."""
    steps = {step["id"]: step for step in tree["fields"]["steps"]}
    first = tree["fields"]["steps"][0]
    seen, waiting = {first["id"]}, deque([(first, ())])
    while waiting:
        step, way = waiting.popleft()
        if step["good"] and not step["choices"]:
            return way
        for choice in step["choices"]:
            if choice["to"] not in seen:
                seen.add(choice["to"])
                waiting.append((steps[choice["to"]], (*way, choice["id"])))
    return ()
