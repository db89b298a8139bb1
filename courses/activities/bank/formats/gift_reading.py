"""Reads questions in GIFT, as Moodle describes it: https://docs.moodle.org/en/GIFT_format."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from courses.activities.bank.formats.gift_writing import COMMENT
from courses.activities.bank.formats.moodle import (
    LARGEST_FILE,
    FileRefusedError,
    MoodleAnswer,
    MoodlePair,
    MoodleQuestion,
)
from courses.activities.bank.formats.texts import category_tags, plain_text

_ESCAPED = "\\~=#{}:n"
_HIDDEN = {mark: chr(0xE000 + place) for place, mark in enumerate(_ESCAPED)}
_SHOWN = {hidden: "\n" if mark == "n" else mark for mark, hidden in _HIDDEN.items()}
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_MARK = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)*)\]")
_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]")
_BLOCK = re.compile(r"\{(.*)\}", re.DOTALL)
_SHARE = re.compile(r"^%(-?\d+(?:\.\d+)?)%(.*)$", re.DOTALL)
_ANSWERS = re.compile(r"([=~])")
_TRUTH = re.compile(r"^(TRUE|FALSE|T|F)\s*(?:#(.*))?$", re.DOTALL)


def read(data: bytes) -> list[MoodleQuestion]:
    """The questions of a file in order; what is wrong with one is said in it (``refused``).

    Raises ``FileRefusedError`` for a file that is too large or not in UTF-8.
    """
    if len(data) > LARGEST_FILE:
        raise FileRefusedError(_("The file is larger than 5 MB. Divide it into smaller ones."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        words = _("The file is not in UTF-8: line %(line)d cannot be read. Save it anew in this encoding.")
        raise FileRefusedError(words % {"line": line}) from None
    if "\0" in text:
        raise FileRefusedError(_("This is not a text file."))
    return list(_questions(text))


def _questions(text: str) -> Iterator[MoodleQuestion]:
    category: tuple[str, ...] = ()
    for start, lines in _parts(text):
        comments = [line for line in lines if line.lstrip().startswith("//")]
        body = [(number, line) for number, line in enumerate(lines, start) if not line.lstrip().startswith("//")]
        while body and body[0][1].strip().startswith("$CATEGORY:"):
            category = category_tags(body.pop(0)[1].strip().removeprefix("$CATEGORY:"))
        if body:
            yield _question(body[0][0], "\n".join(line for _number, line in body), comments, category)


def _parts(text: str) -> Iterator[tuple[int, list[str]]]:
    """The parts between empty lines, each with the number of its first line."""
    part: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            part.append(line)
        elif part:
            yield number - len(part), part
            part = []


def _question(line: int, text: str, comments: list[str], category: tuple[str, ...]) -> MoodleQuestion:
    text = _ESCAPE.sub(lambda found: _HIDDEN[found[1]], text.strip())
    name = ""
    if found := _TITLE.match(text):
        name, text = _shown(found[1]), text[found.end() :].strip()
    html = False
    if found := _FORMAT.match(text):
        html, text = found[1] == "html", text[found.end() :].strip()
    marks = [(kind, value.replace("\\]", "]")) for comment in comments for kind, value in _MARK.findall(comment)]
    block = _BLOCK.search(text)
    if block is None:
        words = _("There are no answers in braces, so this is no question.")
        return MoodleQuestion("", plain_text(_shown(text), html=html), line, name, refused=words)
    before, after = text[: block.start()].strip(), text[block.end() :].strip()
    asked = " ".join(filter(None, (before, "_____" if after else "", after)))
    extras, extras_of = _extras(comments)
    kind, fields = _answers(block[1].strip())
    return MoodleQuestion(
        kind=kind,
        text=plain_text(_shown(asked), html=html),
        line=line,
        name=name,
        id_number=next((value for name_, value in marks if name_ == "id"), ""),
        tags=tuple(dict.fromkeys([*category, *(value for name_, value in marks if name_ == "tag")])),
        extras=extras,
        extras_of=extras_of,
        **fields,
    )


def _extras(comments: list[str]) -> tuple[dict[str, Any], str]:
    for comment in comments:
        if comment.startswith(COMMENT):
            try:
                found = json.loads(comment.removeprefix(COMMENT))
                return dict(found["fields"]), str(found["of"])
            except (ValueError, KeyError, TypeError):
                return {}, ""
    return {}, ""


def _answers(body: str) -> tuple[str, dict[str, Any]]:
    """The type of a question and its fields, by what stands in the braces."""
    body, general = _cut(body, "####")
    around = {"general_feedback": _shown(general)}
    if not body:
        return "essay", around
    if found := _TRUTH.match(body):
        wrong, _sign, right = (found[2] or "").partition("#")
        return "truefalse", {**around, "answers": _truths(found[1].startswith("T"), right=right, wrong=wrong)}
    if body.startswith("#"):
        return "numerical", {**around, **_numbers(body[1:].strip())}
    if body.startswith(">"):
        _rule, *items = re.split(r"\n\s*=?|(?<!^)=", body)
        return "ordering", {**around, "answers": tuple(MoodleAnswer(_shown(text), 100.0) for text in items if text)}
    parts = _ANSWERS.split(body)
    if parts[0].strip():
        return "", {"refused": _("The answers begin with “%(text)s”, not with = or ~.") % {"text": parts[0].strip()}}
    pairs = list(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
    if all(sign == "=" and "->" in text for sign, text in pairs):
        rows = (_cut(text, "#")[0].partition("->") for _sign, text in pairs)
        return "matching", {**around, "pairs": tuple(MoodlePair(_shown(one), _shown(two)) for one, _a, two in rows)}
    answers = tuple(_answer(sign, text) for sign, text in pairs)
    if all(sign == "=" for sign, _text in pairs):
        return "shortanswer", {**around, "answers": answers}
    return "multichoice", {**around, "answers": answers, "single": any(sign == "=" for sign, _text in pairs)}


def _answer(sign: str, text: str) -> MoodleAnswer:
    share = 100.0 if sign == "=" else 0.0
    if found := _SHARE.match(text):
        share, text = float(found[1]), found[2]
    answer, feedback = _cut(text, "#")
    return MoodleAnswer(_shown(answer), share, _shown(feedback))


def _truths(right_is_true: bool, *, right: str, wrong: str) -> tuple[MoodleAnswer, ...]:
    """GIFT has the feedback on the wrong answer first."""
    return tuple(
        MoodleAnswer(text, 100.0 if is_right else 0.0, _shown(right if is_right else wrong))
        for text, is_right in (("prawda", right_is_true), ("fałsz", not right_is_true))
    )


def _numbers(body: str) -> dict[str, Any]:
    try:
        parts = [part for part in body.split("=") if part.strip()]
        return {"answers": tuple(_number(part.strip()) for part in parts)}
    except InvalidOperation:
        return {"refused": _("“%(text)s” is not a number.") % {"text": _shown(body)}}


def _number(text: str) -> MoodleAnswer:
    share = 100.0
    if found := _SHARE.match(text):
        share, text = float(found[1]), found[2]
    text, feedback = _cut(text, "#")
    text = text.replace(_HIDDEN[":"], ":")
    if ".." in text:
        low, _dots, high = text.partition("..")
        one, other = Decimal(low.strip()), Decimal(high.strip())
        return MoodleAnswer(str((one + other) / 2), share, _shown(feedback), tolerance=str((other - one) / 2))
    number, _colon, tolerance = text.partition(":")
    if number.strip() != "*":
        Decimal(number.strip())
    return MoodleAnswer(number.strip(), share, _shown(feedback), tolerance=tolerance.strip() or "0")


def _cut(text: str, sign: str) -> tuple[str, str]:
    before, _sign, after = text.partition(sign)
    return before.strip(), after.strip()


def _shown(text: str) -> str:
    return "".join(_SHOWN.get(character, character) for character in text.strip())
