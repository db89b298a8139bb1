"""Rewrites the fields of a Word file that Mammoth would misread. Needs no Django.

Of a link with switches (ECMA-376, part 1, 17.16.5.25), such as the place in a page, Mammoth takes all of them for the
address. A field in one element (17.16.19) it leaves out, with the text that the field shows.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from resources.guidance.word_import.package import attribute, local

_LINK = "HYPERLINK"
_WITH_TEXT = {"l", "m", "o", "s", "t"}
"""Switches that a text follows."""
_TOKEN = re.compile(r'\\(?P<switch>[a-z])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s"]+)', re.IGNORECASE)


def rewrite_fields(root: Any) -> None:
    """Gives every field the long form, and the links of fields their whole address."""
    for field in [item for item in root.iter() if isinstance(item.tag, str) and local(item.tag) == "fldSimple"]:
        _lengthen(field)
    for instruction in list(_instructions(root)):
        text = link_without_switches("".join(part.text or "" for part in instruction))
        if text:
            instruction[0].text = text
            for part in instruction[1:]:
                part.text = ""


def link_without_switches(instruction: str) -> str:
    """The instruction of a link as Mammoth reads it; "" for other fields and for a link that leads nowhere."""
    name, *rest = instruction.split(maxsplit=1) or [""]
    if name.upper() != _LINK or not rest:
        return ""
    address = place = switch = ""
    for token in _TOKEN.finditer(rest[0]):
        if token["switch"]:
            switch = token["switch"].lower()
            continue
        text = re.sub(r"\\(.)", r"\1", token["quoted"]) if token["plain"] is None else token["plain"]
        if switch == "l":
            place = text
        elif switch not in _WITH_TEXT:
            address = address or text
        switch = ""
    if address and place:
        address = f"{address.partition('#')[0]}#{place}"
    found = (address or place).replace('"', "%22")
    if not found:
        return ""
    return f'{_LINK} "{found}"' if address else f'{_LINK} \\l "{found}"'


def _instructions(root: Any) -> Iterator[list[Any]]:
    """The elements that hold the instruction of each field; fields stand in fields."""
    open_fields: list[list[Any]] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = local(element.tag)
        if tag == "instrText" and open_fields:
            open_fields[-1].append(element)
        elif tag == "fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                open_fields.append([])
            elif kind == "end" and open_fields and (instruction := open_fields.pop()):
                yield instruction


def _lengthen(field: Any) -> None:
    """Puts runs that begin, separate and end the field around what it shows."""
    space = field.tag.rpartition("}")[0] + "}"

    def run(inner: Any) -> Any:
        made = etree.Element(f"{space}r")
        made.append(inner)
        return made

    def mark(kind: str) -> Any:
        return run(etree.Element(f"{space}fldChar", {f"{space}fldCharType": kind}))

    instruction = etree.Element(f"{space}instrText")
    instruction.text = attribute(field, "instr")
    for made in (mark("begin"), run(instruction), mark("separate"), *list(field), mark("end")):
        field.addprevious(made)
    field.getparent().remove(field)
