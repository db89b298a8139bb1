"""The exercises of every type in the demo's lessons: valid, and such that they can be completed."""

from collections.abc import Iterator
from typing import Any

import pytest

from courses.activities.models import Node
from courses.catalogue.models import Lesson
from demo.exercises import exercise_blocks
from pomost.exercise_patterns import answer_to
from publishing.models import PomostImage
from tests.activities.learners import Learner

pytestmark = pytest.mark.django_db


def placed() -> Iterator[tuple[str, Any]]:
    """The exercises of all lessons as values of their blocks, each with the lesson's slug."""
    for lesson in Lesson.objects.live().order_by("path"):
        yield from ((lesson.slug, child) for child in lesson.body if child.block_type in exercise_blocks())


def trees() -> list[Node]:
    return [child.block.tree_of(child.value, block_id=str(child.id)) for _slug, child in placed()]


def test_every_exercise_is_one_that_an_editor_could_save() -> None:
    for slug, child in placed():
        block, value = child.block, child.value
        assert block.get_prep_value(block.clean(value)) == block.get_prep_value(value), slug


def test_every_type_of_exercise_is_used_in_a_lesson() -> None:
    assert {child.block_type for _slug, child in placed()} == set(exercise_blocks())


def test_a_right_answer_completes_every_exercise() -> None:
    for tree in trees():
        assert Learner(tree).answer(answer_to(tree)).completion == 1.0, tree["fields"]["question"]


def test_every_case_has_four_to_nine_decisions_their_consequences_and_a_bad_ending() -> None:
    cases = [tree for tree in trees() if tree["type"] == "pomost_branching"]
    assert len(cases) >= 4
    for tree in cases:
        steps = tree["fields"]["steps"]
        assert 4 <= sum(bool(step["choices"]) for step in steps) <= 9, tree["fields"]["question"]
        assert len(answer_to(tree)) >= 3, tree["fields"]["question"]
        assert any(not step["choices"] and not step["good"] for step in steps), tree["fields"]["question"]
        assert all(choice["feedback"] for step in steps for choice in step["choices"]), tree["fields"]["question"]


def test_the_picture_of_an_exercise_is_described_and_its_places_stand_apart() -> None:
    pictures = [tree["fields"] for tree in trees() if tree["type"] == "pomost_hotspot"]
    assert PomostImage.objects.filter(title="Plan świetlicy wiejskiej").count() == 1
    for fields in pictures:
        assert fields["picture"]["url"]
        assert len(fields["picture"]["alt"]) > 50
        spots = [(item["x"], item["y"]) for item in fields["options"]]
        assert all(
            abs(x - other_x) > 5 or abs(y - other_y) > 5
            for number, (x, y) in enumerate(spots)
            for other_x, other_y in spots[:number]
        )
