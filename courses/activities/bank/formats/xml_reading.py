"""Reads questions in Moodle XML: https://docs.moodle.org/en/Moodle_XML_format.

The file comes from outside: definitions of types and entities are refused before anything of it is expanded.
"""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from lxml import etree

from courses.activities.bank.formats.moodle import (
    LARGEST_FILE,
    FileRefusedError,
    MoodleAnswer,
    MoodleChoice,
    MoodlePair,
    MoodleQuestion,
    NotTakenError,
)
from courses.activities.bank.formats.texts import category_tags, has_media, plain_text
from courses.activities.bank.formats.xml_writing import COMMENT, Element


def read(data: bytes) -> list[MoodleQuestion]:
    """The questions of a file in order; what is wrong with one is said in it (``refused``).

    Raises ``FileRefusedError`` for a file that is too large, no XML, in a wrong encoding, or defines entities.
    """
    if len(data) > LARGEST_FILE:
        raise FileRefusedError(_("The file is larger than 5 MB. Divide it into smaller ones."))
    try:
        fromstring(data, forbid_dtd=True)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except DefusedXmlException:
        raise FileRefusedError(_("The file defines types or entities, which is not safe, so it is not read.")) from None
    except ParseError as error:
        line, _column = error.position
        words = _("This is not valid XML: look at line %(line)d. Perhaps its encoding is not the one that it names.")
        raise FileRefusedError(words % {"line": line}) from None
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise FileRefusedError(_("This is not valid XML, or not in the encoding that it names.")) from None
    if root.tag != "quiz":
        words = _("This is not a file of Moodle: it begins with <%(tag)s> rather than with <quiz>.")
        raise FileRefusedError(words % {"tag": root.tag})
    return list(_questions(root))


def _questions(root: Element) -> Iterator[MoodleQuestion]:
    category: tuple[str, ...] = ()
    extras: dict[str, Any] = {}
    for element in root:
        if isinstance(element, etree._Comment):
            extras = _extras(element.text or "") or extras
        elif element.tag == "question" and element.get("type") == "category":
            category = category_tags(element.findtext("category/text") or "")
        elif element.tag == "question":
            yield _question(element, category, extras)
            extras = {}


def _extras(comment: str) -> dict[str, Any]:
    if not comment.startswith(COMMENT):
        return {}
    try:
        found = json.loads(comment.removeprefix(COMMENT))
        return {"extras": dict(found["fields"]), "extras_of": str(found["of"])}
    except (ValueError, KeyError, TypeError):
        return {}


def _question(element: Element, category: tuple[str, ...], extras: dict[str, Any]) -> MoodleQuestion:
    kind = element.get("type", "")
    tags = [(tag.findtext("text") or "").strip() for tag in element.iterfind("tags/tag")]
    common: dict[str, Any] = {
        "kind": kind,
        "line": element.sourceline or 0,
        "name": _child_text(element, "name"),
        "id_number": (element.findtext("idnumber") or "").strip(),
        "tags": tuple(dict.fromkeys([*category, *filter(None, tags)])),
        **extras,
    }
    if element.find(".//file") is not None or any(has_media(text or "") for text in element.itertext()):
        words = _("It has a picture or a recording, which questions cannot have here.")
        return MoodleQuestion(text=_child_text(element, "questiontext"), refused=words, **common)
    try:
        return MoodleQuestion(text=_child_text(element, "questiontext"), **common, **_fields(element, kind))
    except NotTakenError as error:
        return MoodleQuestion(text=_child_text(element, "questiontext"), refused=str(error), **common)


def _fields(element: Element, kind: str) -> dict[str, Any]:
    pairs = tuple(
        MoodlePair(_child_text(row, "."), _child_text(row, "answer")) for row in element.iterfind("subquestion")
    )
    choices = [MoodleChoice(_child_text(box, "."), box.findtext("group") or "1") for box in element.iterfind("dragbox")]
    choices += [
        MoodleChoice(_child_text(box, "."), box.findtext("group") or "1") for box in element.iterfind("selectoption")
    ]
    answers = [_answer(answer, kind) for answer in element.iterfind("answer")]
    if kind == "ordering":
        answers.sort(key=lambda answer: answer.fraction)
    hints = [_child_text(hint, ".") for hint in element.iterfind("hint")]
    return {
        "answers": tuple(answers),
        "pairs": pairs,
        "choices": tuple(choices),
        "single": (element.findtext("single") or "true").strip() in ("true", "1"),
        "use_case": (element.findtext("usecase") or "0").strip() in ("true", "1"),
        "unit": (element.findtext("units/unit/unit_name") or "").strip(),
        "model": _child_text(element, "graderinfo"),
        "general_feedback": _child_text(element, "generalfeedback"),
        "right_feedback": _child_text(element, "correctfeedback"),
        "wrong_feedback": _child_text(element, "incorrectfeedback"),
        "hint": "\n".join(filter(None, hints)),
    }


def _answer(element: Element, kind: str) -> MoodleAnswer:
    share = (element.get("fraction") or "0").strip()
    try:
        fraction = float(share)
    except ValueError:
        raise NotTakenError(_("“%(text)s” is not a number.") % {"text": share}) from None
    return MoodleAnswer(
        text=_child_text(element, "."),
        fraction=fraction,
        feedback=_child_text(element, "feedback"),
        tolerance=(element.findtext("tolerance") or "").strip(),
    )


def _child_text(element: Element, path: str) -> str:
    """The text in ``<text>`` of a child, without the mark-up of its format."""
    holder = element if path == "." else element.find(path)
    if holder is None:
        return ""
    text = holder.findtext("text")
    # Moodle's own format for texts without one ("moodle_auto_format") and Markdown are taken as they are written.
    return plain_text(text or "", html=holder.get("format", "html" if "<" in (text or "") else "") == "html")
