"""Values of exercise blocks without the ids of their items, as files have them, and with ids again."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.activities.bank.formats.taking import text_of

NAMESPACE = UUID("0f3a2f52-9c36-4d3e-8b0b-9c8e6f1f6c0d")
"""In which the ids of imported items are made."""


def plain(block: blocks.Block, raw: Any) -> Any:
    """A raw value of a block without ids, with Unix line ends, numbers as text and without what is empty."""
    if isinstance(block, blocks.StructBlock):
        found = {name: plain(child, raw.get(name)) for name, child in _children(block) if name in raw}
        return {name: value for name, value in found.items() if value is not None}
    if isinstance(block, blocks.ListBlock):
        return [plain(block.child_block, item["value"] if _is_item(item) else item) for item in raw or []]
    if isinstance(raw, str):
        return raw.replace("\r\n", "\n")
    if isinstance(block, blocks.DecimalBlock) and raw is not None:
        return text_of(Decimal(str(raw)))
    return raw


def without_empty(value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something: what a file leaves out is the same as what a form left empty."""
    return {name: item for name, item in value.items() if item not in ("", None, False, [])}


def with_ids(block: blocks.Block, value: Any, *, known: Any = None, seed: str) -> Any:
    """A plain value as a raw one. An item with the words of a ``known`` one keeps its id, so that answers stay valid.

    ``seed`` names the question: the same file gives the same ids.
    """
    if isinstance(block, blocks.StructBlock):
        return {
            name: with_ids(child, value[name], known=(known or {}).get(name), seed=f"{seed}/{name}")
            for name, child in _children(block)
            if name in value
        }
    if isinstance(block, blocks.ListBlock):
        ids = _ids(known)
        items: list[dict[str, Any]] = []
        for item in value:
            words = _words(item)
            key = ids.get(words, []).pop(0) if ids.get(words) else str(uuid5(NAMESPACE, f"{seed}/{words}/{len(items)}"))
            before = next((old["value"] for old in known or [] if _is_item(old) and old["id"] == key), None)
            raw = with_ids(block.child_block, item, known=before, seed=f"{seed}/{words}")
            items.append({"type": "item", "id": key, "value": raw})
        return items
    return value


def _ids(known: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in known or []:
        if _is_item(item):
            found.setdefault(_words(item["value"]), []).append(str(item["id"]))
    return found


def _words(item: Any) -> str:
    """What a reader tells an item of a list by."""
    if isinstance(item, Mapping):
        return str(item.get("text") or item.get("front") or item.get("accepted") or "").replace("\r\n", "\n")
    return str(item)


def _is_item(item: Any) -> bool:
    return isinstance(item, Mapping) and "value" in item and "id" in item


def _children(block: blocks.StructBlock) -> list[tuple[str, blocks.Block]]:
    return list(cast("dict[str, blocks.Block]", block.child_blocks).items())


def errors_in(block: blocks.Block, error: ValidationError) -> Iterator[str]:
    """What is wrong with a value, in words; each message with the label of its field."""
    if isinstance(error, StructBlockValidationError):
        for name, inner in error.block_errors.items():
            child = cast("dict[str, blocks.Block]", cast("blocks.StructBlock", block).child_blocks)[name]
            yield from (f"{child.label}: {words}" for words in errors_in(child, inner))
        yield from (words for inner in error.non_block_errors.as_data() for words in inner.messages)
    elif isinstance(error, ListBlockValidationError):
        child = cast("blocks.ListBlock", block).child_block
        pairs = error.block_errors.items() if isinstance(error.block_errors, dict) else enumerate(error.block_errors)
        for place, inner in pairs:
            if inner is not None:
                yield from (f"{place + 1}. {words}" for words in errors_in(child, inner))
        yield from (words for inner in error.non_block_errors.as_data() for words in inner.messages)
    else:
        yield from error.messages
