"""Writes questions as GIFT. What GIFT cannot hold stands in a comment, which Moodle does not read."""

import json
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.activities.bank.formats.moodle import MoodleAnswer, MoodleQuestion, NotTakenError

COMMENT = "// pomost "
_SPECIAL = re.compile(r"([\\~=#{}:])")


def written(questions: Iterable[MoodleQuestion]) -> bytes:
    """A file in GIFT, in UTF-8. Raises ``NotTakenError`` for a type that GIFT does not have."""
    return "\n\n".join(text_of(question) for question in questions).encode() + b"\n"


def text_of(question: MoodleQuestion) -> str:
    """A question with its comments."""
    lines = []
    marks = [f"[id:{_bracketed(question.id_number)}]"] if question.id_number else []
    marks += [f"[tag:{_bracketed(tag)}]" for tag in question.tags]
    if marks:
        lines.append(f"// {' '.join(marks)}")
    if question.extras:
        extras = {"of": question.extras_of, "fields": question.extras}
        lines.append(COMMENT + json.dumps(extras, ensure_ascii=False, sort_keys=True))
    title = f"::{_escaped(question.name)}::" if question.name else ""
    # Otherwise it would read as a comment, or as the name of a format.
    plain = "[plain]" if question.text.startswith(("/", "[")) else ""
    lines.append(f"{title}{plain}{_escaped(question.text)} {{{_answers(question)}}}")
    return "\n".join(lines)


def _answers(question: MoodleQuestion) -> str:
    match question.kind:
        case "multichoice":
            parts = [_choice(answer, single=question.single) for answer in question.answers]
        case "truefalse":
            right = next(answer for answer in question.answers if answer.fraction >= 100)
            return "TRUE" if right.text.casefold() in ("true", "prawda") else "FALSE"
        case "shortanswer":
            parts = [f"=%{_number(answer.fraction)}%{_with_feedback(answer)}" for answer in question.answers]
        case "numerical":
            parts = ["#", *(f"={_number_of(answer)}" for answer in question.answers)]
        case "matching":
            parts = [f"={_escaped(pair.stem)} -> {_escaped(pair.answer)}" for pair in question.pairs]
        case "ordering":
            parts = [f">{len(question.answers)} EXACT", *(f"={_escaped(answer.text)}" for answer in question.answers)]
        case "essay":
            parts = []
        case _:
            raise NotTakenError(_("GIFT has no such questions: export them as Moodle XML."))
    general = question.general_feedback or (question.model if question.kind == "essay" else "")
    if general:
        parts.append(f"####{_escaped(general)}")
    return "".join(f"\n\t{part}" for part in parts) + ("\n" if parts else "")


def _choice(answer: MoodleAnswer, *, single: bool) -> str:
    if single and answer.fraction >= 100:
        return f"={'%100%' if answer.text.startswith('%') else ''}{_with_feedback(answer)}"
    share = f"%{_number(answer.fraction)}%" if answer.fraction or not single or answer.text.startswith("%") else ""
    return f"~{share}{_with_feedback(answer)}"


def _number_of(answer: MoodleAnswer) -> str:
    feedback = f"#{_escaped(answer.feedback)}" if answer.feedback else ""
    return f"{answer.text}:{answer.tolerance or '0'}{feedback}"


def _with_feedback(answer: MoodleAnswer) -> str:
    return _escaped(answer.text) + (f"#{_escaped(answer.feedback)}" if answer.feedback else "")


def _number(share: float) -> str:
    return f"{share:.5f}".rstrip("0").rstrip(".")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\r\n", "\n")).replace("\n", "\\n")


def _bracketed(text: str) -> str:
    return text.replace("]", "\\]").replace("\n", " ")
