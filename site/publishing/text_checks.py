"""Checks of every text in the blocks of a page, which apps above register: each refuses at the field, in words."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import Block, ListBlock, StreamBlock, StreamBlockValidationError, StructBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

Check = Callable[[str, bool], str]
"""What is wrong with a text, in a sentence, or nothing; the second argument says whether it is in a heading."""

_checks: list[Check] = []


def register(check: Check) -> None:
    """Registers a check of the texts in blocks; called in ``AppConfig.ready()``."""
    if check not in _checks:
        _checks.append(check)


def error_of(block: Block, value: Any, *, heading: bool = False) -> ValidationError | None:
    """The error of a block's value with those of the blocks inside, each at its field; None where nothing is wrong."""
    heading = heading or block.name == "heading"
    if isinstance(block, StreamBlock):
        children = {place: error_of(child.block, child.value) for place, child in enumerate(value)}
        return StreamBlockValidationError(block_errors=_wrong(children)) if any(children.values()) else None
    if isinstance(block, ListBlock):
        items = {place: error_of(block.child_block, item) for place, item in enumerate(value)}
        return ListBlockValidationError(block_errors=_wrong(items)) if any(items.values()) else None
    if isinstance(block, StructBlock):
        fields = {name: error_of(child, value.get(name), heading=heading) for name, child in block.child_blocks.items()}
        return StructBlockValidationError(block_errors=_wrong(fields)) if any(fields.values()) else None
    messages = (check(text, heading) for text in _texts(value) for check in _checks)
    return next((ValidationError(message) for message in messages if message), None)


def _wrong(errors: dict[Any, ValidationError | None]) -> dict[Any, ValidationError]:
    return {name: error for name, error in errors.items() if error is not None}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, RichText):
        yield value.source
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
