"""Gives one of our exercises as a question of Moodle."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _

from courses.activities.bank.formats import cloze
from courses.activities.bank.formats.moodle import MoodleAnswer, MoodlePair, MoodleQuestion, NotTakenError
from courses.activities.bank.formats.taking import FALSE, KIND, TRUE, taken
from courses.activities.blocks.gaps import lines
from courses.activities.exercises.gaps import MARK

Value = Mapping[str, Any]
Readback = Callable[[MoodleQuestion], MoodleQuestion]
"""Writes a question in a format and reads it again."""


def given(kind: str, value: Value, *, readback: Readback) -> MoodleQuestion:
    """The question of Moodle that an exercise is; its value is without ids. Raises ``NotTakenError``.

    What is not the same after writing and reading it again goes along beside the question (``extras``).
    """
    give = _GIVES.get(kind)
    if give is None:
        raise NotTakenError(_("This type of exercise does not exist in Moodle."))
    question = replace(
        give(value),
        right_feedback=value.get("right_feedback", ""),
        wrong_feedback=value.get("wrong_feedback", ""),
        hint=value.get("hint", ""),
    )
    read = readback(question)
    try:
        found = taken(read)
    except NotTakenError:
        return replace(question, extras={**value, KIND: kind}, extras_of=read.digest)
    lost = {name: item for name, item in value.items() if found.value.get(name) != item}
    lost |= {name: _none_of(item) for name, item in found.value.items() if name not in value and item}
    if found.kind != kind:
        lost = {**value, KIND: kind}
    return replace(question, extras=lost, extras_of=read.digest if lost else "")


def _none_of(item: Any) -> Any:
    return [] if isinstance(item, list) else "" if isinstance(item, str) else False


def _choice(value: Value) -> MoodleQuestion:
    single = value["kind"] == "single"
    right = sum(bool(option["correct"]) for option in value["options"]) or 1
    share = 100.0 if single else 100.0 / right
    answers = tuple(
        MoodleAnswer(
            option["text"], share if option["correct"] else 0.0 if single else -share, option.get("feedback", "")
        )
        for option in value["options"]
    )
    return MoodleQuestion("multichoice", value["question"], answers=answers, single=single)


def _true_false(value: Value) -> MoodleQuestion:
    words = {True: TRUE, False: FALSE}
    pairs = [MoodlePair(item["text"], words[bool(item["correct"])]) for item in value["statements"]]
    # Moodle wants two answers at least, also where all statements are true.
    unused = [MoodlePair("", word) for word in words.values() if word not in {pair.answer for pair in pairs}]
    return MoodleQuestion("matching", value["question"], pairs=(*pairs, *unused))


def _short_text(value: Value) -> MoodleQuestion:
    answers = tuple(
        MoodleAnswer(item["text"], 100.0 if item["correct"] else 0.0, item.get("feedback", ""))
        for item in value["accepted"]
    )
    return MoodleQuestion("shortanswer", value["question"], answers=answers, use_case=bool(value.get("match_case")))


def _number(value: Value) -> MoodleQuestion:
    answer = MoodleAnswer(str(value["value"]), 100.0, tolerance=str(value.get("tolerance") or "0"))
    return MoodleQuestion("numerical", value["question"], answers=(answer,), unit=value.get("unit", ""))


def _matching(value: Value) -> MoodleQuestion:
    pairs = [MoodlePair(pair["text"], pair["match"]) for pair in value["pairs"]]
    return MoodleQuestion(
        "matching", value["question"], pairs=(*pairs, *(MoodlePair("", text) for text in value.get("extras", ())))
    )


def _ordering(value: Value) -> MoodleQuestion:
    answers = tuple(MoodleAnswer(thing["text"], 100.0) for thing in value["things"])
    return MoodleQuestion("ordering", value["question"], answers=answers)


def _model_answer(value: Value) -> MoodleQuestion:
    criteria = "\n".join(f"- {text}" for text in value.get("criteria", ()))
    return MoodleQuestion("essay", value["question"], model=f"{value.get('model', '')}\n\n{criteria}".strip())


def _gaps(value: Value) -> MoodleQuestion:
    gaps = value["gaps"]

    def gap(number: int) -> str:
        if not 1 <= number <= len(gaps):
            raise NotTakenError(_("The text has [%(number)d], but there is no such gap.") % {"number": number})
        item = gaps[number - 1]
        answers = [MoodleAnswer(text, 100.0, item.get("feedback", "")) for text in lines(item["accepted"])]
        others = [MoodleAnswer(text, 0.0, item.get("feedback", "")) for text in lines(item.get("options", ""))]
        return cloze.written(cloze.ClozeGap(bool(others), (*answers, *others)))

    text = MARK.sub(lambda found: gap(int(found[1])), value["text"])
    return MoodleQuestion("cloze", text, name=value["question"])


_GIVES: Final[dict[str, Callable[[Value], MoodleQuestion]]] = {
    "choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "ordering": _ordering,
    "gaps": _gaps,
    "model_answer": _model_answer,
}
BOTH: Final = tuple(_GIVES)
"""The types of exercises that Moodle has too."""
