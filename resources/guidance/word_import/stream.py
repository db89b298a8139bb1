"""The pieces of a Word chapter as the blocks of a chapter's text."""

import json
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from editing.rich_text import plain, plain_in
from publishing.blocks import anchor_of
from publishing.richtext import PROSE_FEATURES
from resources.guidance.word_import.contents import WordChapter

Raw = dict[str, Any]
"""A block as the database stores it; without ``id`` until ``with_ids()``."""

COMMENTED = {"heading": ".text", "quote": ".text", "table": ".caption", "figure": ".alt", "prose": ""}
"""Where in a block the editor shows its comments."""

_PLACE = re.compile(r'href="#:(notes|h\d+)"')


def body_of(chapter: WordChapter, images: Mapping[str, int]) -> list[Raw]:
    """The blocks; ``images`` are the keys of images by the SHA-1 of their files, and a missing one leaves none."""
    anchors = _anchors(chapter)
    notes = _anchor(_("Footnotes"), set(anchors))

    def lead(found: re.Match[str]) -> str:
        anchor = notes if found[1] == "notes" else anchors[int(found[1][1:])]
        return f'href="#{anchor}"'

    def prose(html: str) -> Raw:
        return {"type": "prose", "value": as_stored(_PLACE.sub(lead, html))}

    body: list[Raw] = []
    headings = iter(anchors)
    for piece in chapter.pieces:
        kind = piece["kind"]
        if kind == "heading":
            body.append(_heading(piece["text"], piece["level"], next(headings)))
        elif kind == "prose":
            body.append(prose(piece["html"]))
        elif kind == "quote":
            body.append({"type": "quote", "value": {"text": piece["text"], "source": ""}})
        elif kind == "table":
            body.append(_table(piece))
        else:
            figure = {"image": images.get(piece["image"]), "alt": piece["alt"], "caption": piece["caption"]}
            body.append({"type": "figure", "value": figure})
    if chapter.notes:
        items = "".join(f"<li>{note or '–'}</li>" for note in chapter.notes)
        body += [_heading(_("Footnotes"), 2, notes), prose(f"<ol>{items}</ol>")]
    return body


def _heading(text: str, level: int, anchor: str) -> Raw:
    return {"type": "heading", "value": {"text": text, "level": str(max(level, 2)), "anchor": anchor}}


def _anchors(chapter: WordChapter) -> list[str]:
    found: list[str] = []
    for piece in chapter.pieces:
        if piece["kind"] == "heading":
            found.append(_anchor(piece["text"], set(found)))
    return found


def _anchor(text: str, taken: set[str]) -> str:
    anchor = first = anchor_of(text)
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{first[:55]}-{number}"
    return anchor


def _table(piece: dict[str, Any]) -> Raw:
    row, column = piece["header_row"], piece["header_column"]
    table = {
        "data": piece["rows"],
        "cell": [],
        "first_row_is_table_header": row,
        "first_col_is_header": column,
        "table_header_choice": "both" if row and column else "column" if column else "row",
    }
    return {"type": "table", "value": {"caption": piece["caption"], "table": table}}


@cache
def _converter() -> ContentstateConverter:
    return ContentstateConverter(PROSE_FEATURES)


def as_stored(html: str) -> str:
    """Rich text as the editor would store it, so that opening a draft and saving it changes nothing."""
    converter = _converter()
    return plain(converter.to_database_format(converter.from_database_format(html)))


def with_ids(body: Sequence[Raw], before: Sequence[Raw]) -> list[Raw]:
    """The blocks with the ids of those that they replace, on which comments and differences hang.

    What an editor wrote where the file says nothing, an alternative text or a caption, stays.
    """
    filled = _filled(body, before)
    ids: dict[int, str] = {}
    matcher = SequenceMatcher(a=[_print(item) for item in before], b=[_print(item) for item in filled], autojunk=False)
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        old = list(before[start:end])
        for place in range(new_start, new_end):
            same = next((item for item in old if item["type"] == filled[place]["type"]), None)
            if same is not None:
                old = old[old.index(same) + 1 :]
                ids[place] = same["id"]
    return [{**item, "id": ids.get(place) or str(uuid4())} for place, item in enumerate(filled)]


def _filled(body: Sequence[Raw], before: Sequence[Raw]) -> list[Raw]:
    figures = {item["value"]["image"]: item["value"] for item in before if item["type"] == "figure"}
    captions = {_cells(item): item["value"]["caption"] for item in before if item["type"] == "table"}
    filled = []
    for item in body:
        value = item["value"]
        if item["type"] == "figure" and (known := figures.get(value["image"])) and value["image"] is not None:
            value = {**value, "alt": value["alt"] or known["alt"], "caption": value["caption"] or known["caption"]}
        elif item["type"] == "table":
            value = {**value, "caption": value["caption"] or captions.get(_cells(item), "")}
        filled.append({**item, "value": value})
    return filled


def _cells(item: Raw) -> str:
    return json.dumps(item["value"]["table"]["data"])


def _print(item: Raw) -> str:
    return json.dumps([item["type"], plain_in(item["value"])], sort_keys=True)


def text_digest(title: str, body: Sequence[Raw]) -> str:
    """The digest of a title and of blocks, whatever their ids."""
    return _digest([title, [_print(item) for item in body]])


def source_digest(chapter: WordChapter) -> str:
    """The digest of what a file says of a chapter."""
    comments = [[comment.piece, comment.author, comment.text] for comment in chapter.comments]
    return _digest([chapter.title, chapter.pieces, chapter.notes, comments])


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
