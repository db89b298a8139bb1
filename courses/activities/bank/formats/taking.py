"""Takes a question of Moodle as one of our exercises."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from courses.activities.bank.formats import cloze
from courses.activities.bank.formats.moodle import MoodleQuestion, NotTakenError

TRUE, FALSE = "prawda", "fałsz"
"""The answers to a statement, in files: they are not translated, so that a file reads the same in every language."""
_TRUTHS: Final = {TRUE: True, "true": True, FALSE: False, "false": False}
_CRITERION = re.compile(r"^- (.+)$", re.MULTILINE)
_CHOICE_MARK = re.compile(r"\[\[(\d+)\]\]")

KIND: Final = "type"
"""Among the extras: the name of the block."""
WHOLE: Final = {KIND, "question"}
"""Extras that have these are the whole exercise: Moodle would read what stands beside them as another type."""

EQUAL_SHARES = gettext_noop("Answers with different shares of the points: here every right one earns the same.")
PART_IS_WRONG = gettext_noop("An answer that earned a part of the points counts as a foreseen mistake here.")
CHANGED_OUTSIDE = gettext_noop("It was changed elsewhere: what the format cannot hold is not taken.")


@dataclass(frozen=True, slots=True)
class Taken:
    """An exercise: the name of its block, its value without ids, and what is different now."""

    kind: str
    value: dict[str, Any]
    notes: tuple[str, ...] = ()


def taken(question: MoodleQuestion) -> Taken:
    """The exercise that a question is here. Raises ``NotTakenError``."""
    if question.refused:
        raise NotTakenError(question.refused)
    unchanged = bool(question.extras) and question.extras_of == question.digest
    if unchanged and question.extras.keys() >= WHOLE:
        whole = dict(question.extras)
        return Taken(whole.pop(KIND), whole)
    take = _TAKES.get(question.kind)
    if take is None:
        raise NotTakenError(_("Questions of the type “%(kind)s” do not exist here.") % {"kind": question.kind})
    found = take(question)
    value = {"question": question.text, **_around(question), **found.value}
    if not value["question"]:
        raise NotTakenError(_("The question has no text."))
    if not question.extras:
        return Taken(found.kind, value, found.notes)
    if not unchanged:
        return Taken(found.kind, value, (*found.notes, CHANGED_OUTSIDE))
    return Taken(found.kind, {**value, **question.extras})


def _around(question: MoodleQuestion) -> dict[str, Any]:
    """What every exercise may have; the general feedback is read after any answer."""

    def joined(text: str) -> str:
        return "\n".join(dict.fromkeys(filter(None, (text, question.general_feedback))))

    found = {
        "hint": question.hint,
        "right_feedback": joined(question.right_feedback),
        "wrong_feedback": joined(question.wrong_feedback),
    }
    return {name: text for name, text in found.items() if text}


def _choice(question: MoodleQuestion) -> Taken:
    notes = []
    shares = [answer.fraction for answer in question.answers]
    if question.single:
        right = [share >= 100 for share in shares]
        if any(0 < share < 100 for share in shares):
            notes.append(PART_IS_WRONG)
    else:
        right = [share > 0 for share in shares]
        if len({round(share, 2) for share in shares if share > 0}) > 1:
            notes.append(EQUAL_SHARES)
    options = [
        {"text": answer.text, "correct": correct, "feedback": answer.feedback}
        for answer, correct in zip(question.answers, right, strict=True)
    ]
    return Taken("choice", {"kind": "single" if question.single else "multiple", "options": options}, tuple(notes))


def _true_or_false(question: MoodleQuestion) -> Taken:
    options = [
        {
            "text": answer.text.capitalize() if answer.text.casefold() in _TRUTHS else answer.text,
            "correct": answer.fraction >= 100,
            "feedback": answer.feedback,
        }
        for answer in question.answers
    ]
    return Taken("choice", {"kind": "single", "options": options})


def _short_text(question: MoodleQuestion) -> Taken:
    others = [answer for answer in question.answers if answer.text.strip() == "*"]
    answers = [answer for answer in question.answers if answer.text.strip() != "*"]
    if any("*" in answer.text for answer in answers):
        raise NotTakenError(_("The asterisk for any text does not exist here: write out the answers."))
    accepted = [
        {"text": answer.text, "correct": answer.fraction >= 100, "feedback": answer.feedback} for answer in answers
    ]
    value: dict[str, Any] = {"accepted": accepted, "match_case": question.use_case}
    if others and others[0].feedback:
        value["wrong_feedback"] = others[0].feedback
    notes = (PART_IS_WRONG,) if any(0 < answer.fraction < 100 for answer in answers) else ()
    return Taken("short_text", value, notes)


def _number(question: MoodleQuestion) -> Taken:
    answers = [answer for answer in question.answers if answer.text.strip() != "*"]
    right = [answer for answer in answers if answer.fraction >= 100]
    if len(right) != 1 or len(answers) != 1:
        raise NotTakenError(_("A number has one right answer here, without answers for a part of the points."))
    try:
        value, tolerance = Decimal(right[0].text), Decimal(right[0].tolerance or "0")
    except InvalidOperation:
        raise NotTakenError(_("“%(text)s” is not a number.") % {"text": right[0].text}) from None
    found: dict[str, Any] = {"value": text_of(value)}
    found |= {"tolerance": text_of(tolerance)} if tolerance else {}
    found |= {"unit": question.unit} if question.unit else {}
    if right[0].feedback:
        found["right_feedback"] = right[0].feedback
    return Taken("number", found)


def _matching(question: MoodleQuestion) -> Taken:
    rows = [pair for pair in question.pairs if pair.stem]
    if len(rows) > 1 and all(pair.answer.casefold() in _TRUTHS for pair in question.pairs):
        statements = [{"text": pair.stem, "correct": _TRUTHS[pair.answer.casefold()], "feedback": ""} for pair in rows]
        return Taken("true_false", {"statements": statements})
    halves = {pair.answer.casefold() for pair in rows}
    extras = [pair.answer for pair in question.pairs if not pair.stem and pair.answer.casefold() not in halves]
    pairs = [{"text": pair.stem, "match": pair.answer, "feedback": ""} for pair in rows]
    return Taken("matching", {"pairs": pairs, "extras": extras})


def _ordering(question: MoodleQuestion) -> Taken:
    return Taken("ordering", {"things": [{"text": answer.text, "feedback": ""} for answer in question.answers]})


def _model_answer(question: MoodleQuestion) -> Taken:
    """What the graders are told is the model; its last lines that begin with a dash are the criteria."""
    model = question.model or question.general_feedback
    criteria = _CRITERION.findall(model)
    value = {
        "model": _CRITERION.sub("", model).strip(),
        "criteria": criteria,
        **({} if question.model else {"right_feedback": "", "wrong_feedback": ""}),
    }
    return Taken("model_answer", value)


def _gaps(question: MoodleQuestion) -> Taken:
    text, found = cloze.read(question.text)
    gaps, notes = [], []
    for gap in found:
        right = [answer for answer in gap.answers if answer.fraction >= 100]
        wrong = [answer for answer in gap.answers if answer.fraction < 100]
        if any(answer.fraction > 0 for answer in wrong):
            notes.append(PART_IS_WRONG)
        feedback = next((answer.feedback for answer in gap.answers if answer.feedback), "")
        gaps.append(
            {
                "accepted": "\n".join(answer.text for answer in right),
                "options": "\n".join(answer.text for answer in wrong if gap.chosen),
                "feedback": feedback,
            }
        )
    if not gaps:
        raise NotTakenError(_("The text has no gaps."))
    value = {"question": question.name or _("Fill in the gaps."), "text": text, "gaps": gaps}
    return Taken("gaps", value, tuple(dict.fromkeys(notes)))


def _chosen_gaps(question: MoodleQuestion) -> Taken:
    gaps: list[dict[str, str]] = []

    def mark(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        if not 0 <= place < len(question.choices):
            raise NotTakenError(_("The text asks for the answer %(number)s, which is missing.") % {"number": found[1]})
        right = question.choices[place]
        others = [choice.text for choice in question.choices if choice.group == right.group and choice != right]
        gaps.append({"accepted": right.text, "options": "\n".join(dict.fromkeys(others)), "feedback": ""})
        return f"[{len(gaps)}]"

    text = _CHOICE_MARK.sub(mark, question.text)
    if not gaps:
        raise NotTakenError(_("The text has no gaps."))
    return Taken("gaps", {"question": question.name or _("Fill in the gaps."), "text": text, "gaps": gaps})


def text_of(number: Decimal) -> str:
    """A number as it is written, without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_TAKES: Final[dict[str, Callable[[MoodleQuestion], Taken]]] = {
    "multichoice": _choice,
    "truefalse": _true_or_false,
    "shortanswer": _short_text,
    "numerical": _number,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _model_answer,
    "cloze": _gaps,
    "ddwtos": _chosen_gaps,
    "gapselect": _chosen_gaps,
}
