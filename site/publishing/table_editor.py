"""The editor of tables in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.contrib.table_block.blocks import TableInput
from wagtail.contrib.table_block.blocks import TableInputAdapter as WagtailTableInputAdapter

LANGUAGE = "en-US"
"""The only dictionary in the build of Handsontable that Wagtail ships; any other code is logged as an error."""

SEPARATOR = "---------"


class TableInputAdapter(WagtailTableInputAdapter):
    """Gives Handsontable a language that it has, and the items of its menu in the language of the editor.

    Wagtail gives it the language of the process as Django writes it (``pl``), when blocks are defined.
    """

    def js_args(self, widget: TableInput) -> list[Any]:
        options, strings = super().js_args(widget)
        return [{**options, "language": LANGUAGE, "contextMenu": {"items": menu()}}, strings]


def menu() -> dict[str, Any]:
    """The items of the context menu, in order. Wagtail's choice; a key that Handsontable knows has its own action."""
    return {
        "row_above": {"name": _("Insert a row above")},
        "row_below": {"name": _("Insert a row below")},
        "after_rows": {"name": SEPARATOR},
        "col_left": {"name": _("Insert a column to the left")},
        "col_right": {"name": _("Insert a column to the right")},
        "after_columns": {"name": SEPARATOR},
        "remove_row": {"name": _("Remove the row")},
        "remove_col": {"name": _("Remove the column")},
        "after_removing": {"name": SEPARATOR},
        "undo": {"name": _("Undo")},
        "redo": {"name": _("Redo")},
    }


def use() -> None:
    """Puts our adapter in the place of Wagtail's."""
    register(TableInputAdapter(), TableInput)
