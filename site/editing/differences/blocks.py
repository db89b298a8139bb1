"""Differences of the values of StreamField blocks, by kind of block."""

from collections.abc import Collection, Iterable, Sequence
from functools import singledispatch
from typing import Any

from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, ListBlockComparison, StreamBlockComparison
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from editing.differences.cards import Item, Items, Mark, Part, Parts, Picture, Pictures, Text, Unchanged, Value
from editing.differences.tables import table_of
from editing.differences.text import pieces_of, prose_of, replaced
from editing.rich_text import plain_in


@singledispatch
def value_of(block: blocks.Block, before: Any, after: Any) -> Value:
    """The value of a block as it was and as it is; equal ones give the value without marks."""
    return Text(pieces_of(_words(before), _words(after)))


@value_of.register
def _choice(block: blocks.ChoiceBlock, before: Any, after: Any) -> Value:
    return Text(replaced(_label(block, before), _label(block, after)))


@value_of.register
def _choices(block: blocks.MultipleChoiceBlock, before: Any, after: Any) -> Value:
    return Text(replaced(*(", ".join(_label(block, value) for value in values or ()) for values in (before, after))))


def _label(block: blocks.ChoiceBlock | blocks.MultipleChoiceBlock, value: Any) -> str:
    for key, name in block.field.choices:
        if isinstance(name, (list, tuple)):
            for inner, label in name:
                if inner == value:
                    return str(label)
        elif key == value:
            return str(name) if value not in (None, "") else ""
    return _words(value)


@value_of.register
def _boolean(block: blocks.BooleanBlock, before: Any, after: Any) -> Value:
    return Text(replaced(yes_or_no(before), yes_or_no(after)))


def yes_or_no(value: Any) -> str:
    return _("yes") if value else _("no")


@value_of.register
def _rich_text(block: blocks.RichTextBlock, before: Any, after: Any) -> Value:
    return prose_of(_source(before), _source(after))


def _source(value: Any) -> str:
    return value.source if value is not None else ""


@value_of.register
def _table(block: TableBlock, before: Any, after: Any) -> Value:
    return table_of(before or {}, after or {})


@value_of.register
def _chooser(block: blocks.ChooserBlock, before: Any, after: Any) -> Value:
    return Text(replaced(_words(before), _words(after)))


@value_of.register
def _image(block: ImageChooserBlock, before: Any, after: Any) -> Value:
    return pictures_of(before, after)


def pictures_of(before: Any, after: Any) -> Pictures:
    """Two images, or one where they are the same; an image that is deleted is None."""
    if before == after:
        return Pictures([_picture(Mark.SAME, after)] if after is not None else [])
    both = ((Mark.REMOVED, before), (Mark.ADDED, after))
    return Pictures([_picture(mark, image) for mark, image in both if image is not None])


def _picture(mark: Mark, image: Any) -> Picture:
    try:
        small = image.get_rendition("max-320x320")
    except (OSError, get_image_model().DoesNotExist):  # the file is gone
        return Picture(mark, str(image.title), "", 0, 0)
    return Picture(mark, str(image.title), small.url, small.width, small.height)


@value_of.register
def _struct(block: blocks.StructBlock, before: Any, after: Any) -> Value:
    """The fields that are not empty, in the order of the form."""
    parts = []
    for name, child in block.child_blocks.items():
        was, now = (before or {}).get(name), (after or {}).get(name)
        if not _empty(was) or not _empty(now):
            parts.append(Part(str(capfirst(child.label)), value_of(child, was, now)))
    return Parts(parts)


def _empty(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return value is None or value == "" or (hasattr(value, "source") and not value.source)


@value_of.register
def _stream(block: blocks.StreamBlock, before: Any, after: Any) -> Value:
    comparison = StreamBlockComparison(block, True, True, before or [], after or [])
    return Items(folded(items_of(comparison.get_block_comparisons(), list(before or []), list(after or []))))


@value_of.register
def _list(block: blocks.ListBlock, before: Any, after: Any) -> Value:
    before, after = (value if value is not None else block.empty_value() for value in (before, after))
    comparison = ListBlockComparison(block, True, True, before, after)
    return Items(items_of(comparison.get_block_comparisons(), before.bound_blocks, after.bound_blocks))


def items_of(comparisons: Iterable[BlockComparison], before: Sequence[Any], after: Sequence[Any]) -> list[Item]:
    """The blocks of both versions in the order of the newer, removed ones where they stood."""
    moved = moved_among([block.id for block in before], [block.id for block in after])
    rest = iter(after)
    return [
        _item(comparison, moved=not comparison.is_deleted() and next(rest).id in moved) for comparison in comparisons
    ]


def _item(comparison: BlockComparison, *, moved: bool) -> Item:
    before, after = comparison.val_a, comparison.val_b
    if comparison.is_new():
        mark, before = Mark.ADDED, after
    elif comparison.is_deleted():
        mark, after = Mark.REMOVED, before
    else:
        mark = Mark.CHANGED if differs(comparison.block, before, after) else Mark.SAME
    block = comparison.block
    return Item(str(capfirst(block.label)), mark, value_of(block, before, after), moved=moved)


def differs(block: blocks.Block, before: Any, after: Any) -> bool:
    """Whether two values are stored differently; Wagtail's ``has_changed()`` is true of every two values of a list.

    Saving in the editor gives each paragraph a key, which is no difference.
    """
    return bool(plain_in(block.get_prep_value(before)) != plain_in(block.get_prep_value(after)))


def moved_among(before: Sequence[Any], after: Sequence[Any]) -> Collection[Any]:
    """The fewest that must have moved to give the order of those that both have: all but a longest rising row."""
    places = {key: place for place, key in enumerate(before)}
    kept = [key for key in after if key in places]
    rows: list[list[Any]] = []  # the longest rising row that ends with each
    for index, key in enumerate(kept):
        earlier = [rows[other] for other in range(index) if places[kept[other]] < places[key]]
        rows.append([*_longest(earlier), key])
    return set(kept) - set(_longest(rows))


def _longest(rows: list[list[Any]]) -> list[Any]:
    return max(rows, key=len) if rows else []


def folded(items: Iterable[Item]) -> list[Item | Unchanged]:
    """Neighbours without changes together."""
    entries: list[Item | Unchanged] = []
    same: list[Item] = []
    for item in items:
        if item.mark == Mark.SAME and not item.moved:
            same.append(item)
            continue
        if same:
            entries.append(Unchanged(same))
            same = []
        entries.append(item)
    return [*entries, Unchanged(same)] if same else entries


def unfolded(value: Value) -> Value:
    """A text with all its blocks open."""
    if not isinstance(value, Items):
        return value
    groups = (entry.items if isinstance(entry, Unchanged) else [entry] for entry in value.entries)
    return Items([item for group in groups for item in group])


def _words(value: Any) -> str:
    return "" if value is None else force_str(value)
