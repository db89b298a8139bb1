"""Which block types load: our own exercises, and those that the operator has named in ``POMOST_XBLOCKS``."""

from collections.abc import Hashable
from functools import cache
from typing import Final, cast

from django.conf import settings
from xblock.core import XBlock
from xblock.fields import Scope
from xblock.plugin import PluginMissingError
from xblock.utils.studio_editable import StudioEditableXBlockMixin

from courses.activities.exercises import EXERCISES

_NOT_FOR_EDITORS: Final = frozenset({"name", "tags", "xml_attributes"})
"""Fields that every block has and that mean nothing to its editor."""


class BlockTypeError(Exception):
    """The block type is not allowed or not installed; the message says which, and what to do."""


def is_our_own(block_type: str) -> bool:
    """Whether blocks of this type are drawn in the page; others run in a frame."""
    return block_type in EXERCISES


def block_class(block_type: str) -> type[XBlock]:
    """The class of a block type. Raises ``BlockTypeError``."""
    if own := EXERCISES.get(block_type):
        return own
    if block_type not in settings.POMOST_XBLOCKS:
        raise BlockTypeError(f"The block type {block_type!r} is not in POMOST_XBLOCKS.")
    try:
        return XBlock.load_class(block_type)
    except PluginMissingError:
        raise BlockTypeError(f"No installed package has the block type {block_type!r} of POMOST_XBLOCKS.") from None
    except ImportError as error:
        raise BlockTypeError(f"The block type {block_type!r} cannot be imported here: {error}") from error


def editable(kind: type[XBlock]) -> type[XBlock]:
    """The class with an editing view: its own or, where it has none, the form of its content and settings fields."""
    return _editable(cast("Hashable", kind))


@cache
def _editable(hashable: Hashable) -> type[XBlock]:
    kind = cast("type[XBlock]", hashable)
    if hasattr(kind, "studio_view") or hasattr(kind, "fallback_view"):
        return kind
    fields = [
        name
        for name, field in kind.fields.items()
        if field.scope in (Scope.content, Scope.settings) and name not in _NOT_FOR_EDITORS
    ]
    # In the module of the block, from which its package's files are found.
    own = {"editable_fields": tuple(fields), "__module__": kind.__module__, "__doc__": kind.__doc__}
    return type(kind.__name__, (StudioEditableXBlockMixin, kind), own)
