"""Converted pieces as the state of Wagtail's blocks, and messages about what was left out."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editing.pasting.results import Dropped, Heading, Piece, Prose
from publishing.blocks import BodyBlock


def states_of(pieces: tuple[Piece, ...]) -> list[dict[str, Any]]:
    """One ``{type, value, id}`` for each piece, as ``StreamBlock.insert()`` of Wagtail's editor takes it."""
    body = BodyBlock()
    stream = body.to_python([{"id": str(uuid4()), **_stored(piece)} for piece in pieces])
    states: list[dict[str, Any]] = body.get_form_state(stream)
    return states


def _stored(piece: Piece) -> dict[str, Any]:
    """A block as the database stores it."""
    if isinstance(piece, Heading):
        return {"type": "heading", "value": {"text": piece.text, "level": str(piece.level), "anchor": ""}}
    if isinstance(piece, Prose):
        return {"type": "prose", "value": piece.html}
    return {
        "type": "table",
        "value": {
            "caption": piece.caption,
            "table": {
                "data": [list(row) for row in piece.rows],
                "cell": [],
                "first_row_is_table_header": piece.header_row,
                "first_col_is_header": piece.header_column,
                "table_header_choice": _choice(row=piece.header_row, column=piece.header_column),
            },
        },
    }


def _choice(*, row: bool, column: bool) -> str:
    """The name of Wagtail's option for header cells."""
    return "both" if row and column else "column" if column else "row"


def notes_on(dropped: Dropped) -> list[str]:
    """A sentence for each kind of thing that was left out or changed, and what to do about it."""
    counted = (
        (
            dropped.pictures,
            ngettext(
                "Left out: %(count)s picture. Add it with the block “Picture”.",
                "Left out: %(count)s pictures. Add them with the block “Picture”.",
                dropped.pictures,
            ),
        ),
        (
            dropped.footnotes,
            ngettext("Left out: %(count)s footnote.", "Left out: %(count)s footnotes.", dropped.footnotes),
        ),
        (dropped.comments, ngettext("Left out: %(count)s comment.", "Left out: %(count)s comments.", dropped.comments)),
        (
            dropped.text_boxes,
            ngettext(
                "Left out: %(count)s text box. Paste its text separately.",
                "Left out: %(count)s text boxes. Paste their text separately.",
                dropped.text_boxes,
            ),
        ),
        (
            dropped.tables,
            ngettext(
                "Left out: %(count)s table that is too large. Offer it as a file to download.",
                "Left out: %(count)s tables that are too large. Offer them as files to download.",
                dropped.tables,
            ),
        ),
        (
            dropped.table_links,
            ngettext(
                "%(count)s link in a table is plain text now.",
                "%(count)s links in tables are plain text now.",
                dropped.table_links,
            ),
        ),
        (
            dropped.merged_cells,
            ngettext(
                "%(count)s merged cell was split; its text is repeated.",
                "%(count)s merged cells were split; their text is repeated.",
                dropped.merged_cells,
            ),
        ),
    )
    notes = [text % {"count": count} for count, text in counted if count]
    if dropped.rest:
        notes.append(_("The end is missing: the text is too long for one paste. Paste the rest separately."))
    return notes
