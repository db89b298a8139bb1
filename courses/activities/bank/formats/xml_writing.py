"""Writes questions as Moodle XML. What Moodle cannot hold stands in a comment, which it does not read."""

import json
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree
from lxml.builder import E

from courses.activities.bank.formats.moodle import MoodleAnswer, MoodleQuestion

COMMENT = " pomost "
TOP = "$course$/top"
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Element = Any  # lxml has no types


def written(questions: Iterable[MoodleQuestion]) -> bytes:
    """A file in Moodle XML, in UTF-8."""
    root, before = E.quiz(), TOP
    for question in questions:
        category = "/".join([TOP, *(tag.replace("/", "//") for tag in question.tags[:1])])
        if category != before:
            root.append(E.question(E.category(_text(category)), type="category"))
            before = category
        if question.extras:
            root.append(etree.Comment(COMMENT + _comment(question)))
        root.append(_element(question))
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return data


def _comment(question: MoodleQuestion) -> str:
    text = json.dumps({"of": question.extras_of, "fields": question.extras}, ensure_ascii=False, sort_keys=True)
    return text.replace("-", "\\u002d").replace("\r", "\\r") + " "


def _element(question: MoodleQuestion) -> Element:
    name = question.name or question.text.partition("\n")[0][:250]
    element = E.question(E.name(_text(name), format="plain_text"), type=question.kind)
    element.append(E.questiontext(_text(question.text), format="plain_text"))
    element.append(E.generalfeedback(_text(question.general_feedback), format="plain_text"))
    element.append(E.idnumber(_clean(question.id_number)))
    match question.kind:
        case "multichoice":
            element.append(E.single("true" if question.single else "false"))
            element.append(E.shuffleanswers("true"))
            element.append(E.answernumbering("none"))
        case "shortanswer":
            element.append(E.usecase("1" if question.use_case else "0"))
        case "essay":
            element.append(E.graderinfo(_text(question.model), format="plain_text"))
        case "numerical" if question.unit:
            unit = E.unit(E.multiplier("1"), E.unit_name(_clean(question.unit)))
            element.append(E.units(unit))
        case "matching":
            for pair in question.pairs:
                row = E.subquestion(_text(pair.stem), E.answer(_text(pair.answer)), format="plain_text")
                element.append(row)
        case "ordering":
            element.append(E.layouttype("VERTICAL"))
            element.append(E.selecttype("ALL"))
            element.append(E.gradingtype("ABSOLUTE_POSITION"))
    for place, answer in enumerate(question.answers, start=1):
        element.append(_answer(answer, share=str(place) if question.kind == "ordering" else _number(answer.fraction)))
    for tag, text in (("correctfeedback", question.right_feedback), ("incorrectfeedback", question.wrong_feedback)):
        if text:
            feedback = etree.SubElement(element, tag, format="plain_text")
            feedback.append(_text(text))
    if question.hint:
        element.append(E.hint(_text(question.hint), format="plain_text"))
    if question.tags:
        element.append(E.tags(*(E.tag(_text(tag)) for tag in question.tags)))
    return element


def _answer(answer: MoodleAnswer, *, share: str) -> Element:
    element: Element = E.answer(_text(answer.text), fraction=share, format="plain_text")
    if answer.tolerance:
        element.append(E.tolerance(answer.tolerance))
    if answer.feedback:
        element.append(E.feedback(_text(answer.feedback), format="plain_text"))
    return element


def _number(share: float) -> str:
    return f"{share:.5f}".rstrip("0").rstrip(".")


def _text(text: str) -> Element:
    element: Element = E.text(_clean(text))
    return element


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("", text)
