"""The exercises of the demo's lessons as written: their number, and that only the text tells what is right."""

from collections import Counter
from typing import Any

import pytest
from markdown_it import MarkdownIt

from demo.registry import registry
from tests.demo.written import Exercise, exercises_of

SINGLE, MULTIPLE = "single", "multiple"
PLACES = range(4)
MOST = 6
"""Exercises in a lesson: with more it would be an examination."""

QUIZ = "```quiz"
# Without final tests, whose questions are in the bank.
LESSONS = {
    lesson.source.slug: exercises_of(lesson.source)
    for course in registry().courses
    for topic in course.children
    for lesson in topic.children
    if QUIZ not in lesson.source.text
}
CHOICES = [exercise for exercises in LESSONS.values() for exercise in exercises if "type" not in exercise]
SINGLES = [exercise for exercise in CHOICES if exercise["kind"] == SINGLE]
MULTIPLES = [exercise for exercise in CHOICES if exercise["kind"] == MULTIPLE]


def _right(exercise: Exercise) -> list[int]:
    return [place for place, option in enumerate(exercise["options"]) if option["correct"]]


def _share(numbers: Counter[Any], key: Any) -> float:
    return numbers[key] / numbers.total()


def test_each_lesson_has_four_to_six_exercises_with_choices_of_both_kinds() -> None:
    assert len(LESSONS) == 20
    assert {slug: len(exercises) for slug, exercises in LESSONS.items() if not 4 <= len(exercises) <= MOST} == {}
    kinds = {slug: {item["kind"] for item in exercises if "type" not in item} for slug, exercises in LESSONS.items()}
    assert kinds == {slug: {SINGLE, MULTIPLE} for slug in LESSONS}


def test_each_lesson_with_room_for_it_has_an_exercise_of_another_type() -> None:
    others = {slug: {item["type"] for item in exercises if "type" in item} for slug, exercises in LESSONS.items()}
    full = {slug for slug, exercises in LESSONS.items() if len(exercises) - len(others[slug]) == MOST}
    assert {slug for slug, types in others.items() if not types} == full


@pytest.mark.parametrize("slug", LESSONS)
def test_exercises_stand_where_the_lesson_has_taught_what_they_ask(slug: str) -> None:
    """No run of more than two exercises: text stands between them, and none is above the first heading."""
    source = next(
        lesson.source
        for course in registry().courses
        for topic in course.children
        for lesson in topic.children
        if lesson.source.slug == slug
    )
    tokens = [token for token in MarkdownIt("commonmark").parse(source.text) if token.level == 0 and token.nesting >= 0]
    marks = [token.type == "fence" and token.info == "exercise" for token in tokens]
    headings = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[0] < marks.index(True)
    assert not any(all(marks[place : place + 3]) for place in range(len(marks) - 2))


@pytest.mark.parametrize("exercise", CHOICES, ids=lambda exercise: exercise["question"][:40])
def test_an_exercise_has_a_right_answer_a_hint_and_feedback_for_each_option(exercise: Exercise) -> None:
    options = exercise["options"]
    assert len(options) >= 4
    assert len({option["text"].strip().casefold() for option in options}) == len(options)
    assert len({option["feedback"].strip() for option in options}) == len(options)
    assert all(len(option["feedback"].split()) >= 5 for option in options)
    assert exercise["hint"].strip()
    right = len(_right(exercise))
    if exercise["kind"] == SINGLE:
        assert right == 1
        assert len(options) == len(PLACES)
    else:
        assert 2 <= right < len(options)


def test_no_option_is_used_twice() -> None:
    """With the same words in two exercises, the second would reveal the answer of the first."""
    texts = Counter(option["text"].strip().casefold() for exercise in CHOICES for option in exercise["options"])
    assert [text for text, times in texts.items() if times > 1] == []


def test_right_answers_of_singles_stand_at_each_place_about_as_often() -> None:
    """Even would be a quarter at each of the four places; each may differ by a third of that at most."""
    places = Counter(_right(exercise)[0] for exercise in SINGLES)
    assert {place: 1 / 6 <= _share(places, place) <= 1 / 3 for place in PLACES} == dict.fromkeys(PLACES, True)


def test_the_length_of_an_option_does_not_tell_that_it_is_right() -> None:
    """The right answer is the only longest, or the only shortest, of the four in about a quarter of the singles."""
    lengths = [
        (len(exercise["options"][_right(exercise)[0]]["text"]), [len(option["text"]) for option in exercise["options"]])
        for exercise in SINGLES
    ]
    alone = [(right, every) for right, every in lengths if every.count(right) == 1]
    longest = sum(right == max(every) for right, every in alone) / len(SINGLES)
    shortest = sum(right == min(every) for right, every in alone) / len(SINGLES)
    assert 0.15 <= longest <= 0.35
    assert 0.15 <= shortest <= 0.35


def test_right_options_of_multiples_stand_at_each_place_in_about_half_of_them() -> None:
    for place in PLACES:
        share = sum(place in _right(exercise) for exercise in MULTIPLES) / len(MULTIPLES)
        assert 0.35 <= share <= 0.65, place
