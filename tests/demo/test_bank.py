"""The demo's bank of questions: enough of them, of every type, none twice, each valid and answerable."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
import yaml

from courses.activities.exercises import EXERCISES
from courses.activities.models import Node
from demo.bank import BankItem, read_bank
from demo.exercises import CHOICE, exercise_blocks
from demo.registry import registry
from pomost.exercise_patterns import answer_to
from publishing.models import PomostImage
from tests.activities.learners import Learner
from tests.demo.written import exercises_of

SINGLE = "single"
BANK = registry().bank
TAUGHT = {course.source.slug: course.source.meta for course in registry().courses if course.children}
GRADED = {name for name, block in exercise_blocks().items() if EXERCISES[block.TYPE].has_score}
SINGLES = [item.fields["options"] for item in BANK if item.kind == CHOICE and item.fields["kind"] == SINGLE]
LESSONS = {
    f"{lesson.source.slug}/{number}": exercise
    for course in registry().courses
    for topic in course.children
    for lesson in topic.children
    for number, exercise in enumerate(exercises_of(lesson.source), start=1)
}
ALIKE = 0.5
"""The share of words that two questions may have in common."""


def names(item: BankItem) -> str:
    return f"{item.course}/{item.key}"


def value_of(item: BankItem) -> Any:
    block = exercise_blocks()[item.kind]
    image = PomostImage.objects.get().pk if "picture" in item.fields else 0
    return block.to_python(item.raw(image=lambda _name: image)["value"])


def tree_of(item: BankItem) -> Node:
    return exercise_blocks()[item.kind].tree_of(value_of(item), block_id=item.block_id)


def texts(fields: Any) -> Iterator[str]:
    """All texts of an exercise in YAML."""
    match fields:
        case str():
            yield fields
        case list():
            for item in fields:
                yield from texts(item)
        case dict():
            for name, value in fields.items():
                if name not in ("type", "kind", "key", "to", "picture"):
                    yield from texts(value)


def words(fields: Any) -> set[str]:
    """The words of four letters and more."""
    return set(re.findall(r"\w{4,}", " ".join(texts(fields)).casefold()))


def test_there_are_enough_questions_in_all_and_for_each_taught_course() -> None:
    courses = Counter(item.course for item in BANK)
    assert len(BANK) >= 120
    assert set(courses) == set(TAUGHT)
    assert min(courses.values()) >= 12


def test_every_graded_type_is_used_and_not_choices_alone() -> None:
    kinds = Counter(item.kind for item in BANK)
    assert set(kinds) == GRADED
    assert kinds.total() - kinds[CHOICE] >= 25


def test_each_question_has_a_key_of_its_own_tags_and_outcomes_of_its_course() -> None:
    assert [name for name, times in Counter(map(names, BANK)).items() if times > 1] == []
    codes = {slug: {row["code"] for row in meta["outcomes"]} for slug, meta in TAUGHT.items()}
    for item in BANK:
        assert item.tags[0] == item.course
        assert len(item.tags) >= 2, names(item)
        assert item.outcomes, names(item)
        assert set(item.outcomes) <= codes[item.course], names(item)


def test_every_outcome_of_a_taught_course_is_tested() -> None:
    tested = {(item.course, code) for item in BANK for code in item.outcomes}
    assert {(slug, row["code"]) for slug, meta in TAUGHT.items() for row in meta["outcomes"]} == tested


@pytest.mark.django_db
@pytest.mark.parametrize("item", BANK, ids=names)
def test_each_question_is_valid_and_its_right_answer_earns_every_point(item: BankItem) -> None:
    block, value = exercise_blocks()[item.kind], value_of(item)
    assert block.get_prep_value(block.clean(value))["question"] == item.fields["question"]
    learner = Learner(tree_of(item))
    learner.answer(answer_to(learner.tree))
    assert (learner.grade, learner.completion) == (1.0, 1.0)


def test_no_question_is_a_double_of_another_or_of_one_in_a_lesson() -> None:
    every = [*LESSONS.items(), *((names(item), item.fields) for item in BANK)]
    alike = [
        (one, other)
        for (one, first), (other, second) in combinations([(name, words(fields)) for name, fields in every], 2)
        if len(first & second) > ALIKE * min(len(first), len(second))
    ]
    assert alike == []


def test_no_question_and_no_option_of_a_choice_stands_twice() -> None:
    found = Counter(item.fields["question"].casefold() for item in BANK)
    found.update(option["text"].casefold() for item in BANK if item.kind == CHOICE for option in item.fields["options"])
    assert [text for text, times in found.items() if times > 1] == []


def test_each_option_of_a_choice_has_feedback_of_its_own() -> None:
    for item in BANK:
        if item.kind == CHOICE:
            feedback = [option["feedback"] for option in item.fields["options"]]
            assert len(feedback) >= 4, names(item)
            assert len(set(feedback)) == len(feedback), names(item)
            assert all(len(text.split()) >= 4 for text in feedback), names(item)


def test_neither_place_nor_length_tells_the_right_option() -> None:
    """A quiz shuffles the options, a printed list of questions does not."""
    right = [next(number for number, option in enumerate(options) if option["correct"]) for options in SINGLES]
    places = Counter(right)
    assert {place: 1 / 6 <= places[place] / len(SINGLES) <= 1 / 3 for place in range(4)} == dict.fromkeys(
        range(4), True
    )
    lengths = [[len(option["text"]) for option in options] for options in SINGLES]
    for extreme in (max, min):
        told = sum(
            own[place] == extreme(own) and own.count(own[place]) == 1 for place, own in zip(right, lengths, strict=True)
        )
        assert 0.15 <= told / len(SINGLES) <= 0.35, extreme


def test_a_file_that_cannot_be_read_is_named(tmp_path: Any) -> None:
    (tmp_path / "kurs.yaml").write_text("- {question: Pytanie, tags: [x]}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"kurs\.yaml: question 1 has no 'key'"):
        read_bank(tmp_path)
    (tmp_path / "kurs.yaml").write_text("- [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"kurs\.yaml"):
        read_bank(tmp_path)


QUIZZES = {
    course.source.slug: course.children[-1].children[-1].source.text
    for course in registry().courses
    if course.children and "```quiz" in course.children[-1].children[-1].source.text
}


def test_every_taught_course_ends_with_a_quiz() -> None:
    assert set(QUIZZES) == set(TAUGHT)


@pytest.mark.parametrize("course", QUIZZES)
def test_a_final_quiz_asks_about_every_outcome_at_most_half_of_what_the_bank_has(course: str) -> None:
    quiz = yaml.safe_load(QUIZZES[course].split("```quiz\n")[1].split("```")[0])
    drawn = {rule["outcomes"]: rule["number"] for rule in quiz["rules"]}
    assert {rule["tags"] for rule in quiz["rules"]} == {course}
    assert set(drawn) == {row["code"] for row in TAUGHT[course]["outcomes"]}
    asked = [
        item for item in BANK if item.course == course and not EXERCISES[exercise_blocks()[item.kind].TYPE].IN_STEPS
    ]
    had = Counter(code for item in asked for code in item.outcomes)
    assert [code for code, number in drawn.items() if number * 2 > had[code]] == []
    assert sum(drawn.values()) == 10
    assert quiz["pass_mark"] == 70
