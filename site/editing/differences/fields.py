"""Differences of the fields of two versions of a page."""

from datetime import date, datetime
from functools import singledispatch
from typing import Any, TypeAlias

from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.formats import date_format
from wagtail.admin import compare
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from editing.differences.blocks import differs, moved_among, pictures_of, unfolded, value_of, yes_or_no
from editing.differences.cards import FieldChange, Item, Items, Mark, Part, Parts, Text, Value
from editing.differences.text import pieces_of, prose_of, replaced
from editing.rich_text import plain

Comparison: TypeAlias = Any
"""A ``FieldComparison`` or ``ChildRelationComparison`` of Wagtail, which has no types."""


def changes_between(before: Page | None, after: Page, request: HttpRequest) -> list[FieldChange]:
    """The fields of the page's form that differ, in the order of the form; all that are filled in, without ``before``.

    Both are instances of the specific class: the live page, or a revision as an object.
    """
    older = before if before is not None else type(after)()
    panel = after.get_edit_handler().get_bound_panel(instance=after, request=request, form=None)
    changes = []
    for make in panel.get_comparison():
        comparison = make(older, after)
        if _differs(comparison) and (before is not None or _filled(comparison)):
            changes.append(_change(comparison, whole=before is None))
    return changes


def _change(comparison: Comparison, *, whole: bool) -> FieldChange:
    """``whole``: the field of a new page, shown without marks inside."""
    label = force_str(comparison.field_label())
    if not whole:
        return FieldChange(label, Mark.CHANGED, field_value(comparison))
    comparison.val_a = comparison.val_b
    return FieldChange(label, Mark.ADDED, unfolded(field_value(comparison)))


def _differs(comparison: Comparison) -> bool:
    if isinstance(comparison, compare.StreamFieldComparison):
        return differs(comparison.field.stream_block, comparison.val_a, comparison.val_b)
    if isinstance(comparison, compare.RichTextFieldComparison):
        return plain(comparison.val_a or "") != plain(comparison.val_b or "")
    if comparison.has_changed():
        return True
    return isinstance(comparison, compare.ChildRelationComparison) and bool(_moved(comparison))


def _filled(comparison: Comparison) -> bool:
    """Whether the newer version has something there: a new page differs from an empty one in its unset fields too."""
    if isinstance(comparison, compare.ChildRelationComparison):
        return bool(comparison.val_b.all())
    return not isinstance(comparison.val_b, bool) and bool(comparison.val_b)


@singledispatch
def field_value(comparison: Comparison) -> Value:
    """The value of a field as it was and as it is."""
    return Text(replaced(_words(comparison.val_a), _words(comparison.val_b)))


@field_value.register
def _stream(comparison: compare.StreamFieldComparison) -> Value:
    return value_of(comparison.field.stream_block, comparison.val_a, comparison.val_b)


@field_value.register
def _text(comparison: compare.TextFieldComparison) -> Value:
    return Text(pieces_of(force_str(comparison.val_a or ""), force_str(comparison.val_b or "")))


@field_value.register
def _rich_text(comparison: compare.RichTextFieldComparison) -> Value:
    return prose_of(comparison.val_a or "", comparison.val_b or "")


@field_value.register
def _choice(comparison: compare.ChoiceFieldComparison) -> Value:
    labels = dict(comparison.field.flatchoices)
    return Text(replaced(*(_words(labels.get(value, value)) for value in (comparison.val_a, comparison.val_b))))


@field_value.register
def _many(comparison: compare.M2MFieldComparison) -> Value:
    both = (", ".join(force_str(item) for item in items) for items in comparison.get_items())
    return Text(replaced(*both))


@field_value.register
def _foreign(comparison: compare.ForeignObjectComparison) -> Value:
    before, after = comparison.get_objects()
    if isinstance(before, AbstractImage) or isinstance(after, AbstractImage):
        return pictures_of(before, after)
    return Text(replaced(_words(before), _words(after)))


@field_value.register
def _children(comparison: compare.ChildRelationComparison) -> Value:
    moved = _moved(comparison)
    return Items([_child(child, moved=child.obj_b in moved) for child in comparison.get_child_comparisons()])


def _child(child: compare.ChildObjectComparison, *, moved: bool) -> Item:
    if child.is_addition():
        mark = Mark.ADDED
    elif child.is_deletion():
        mark = Mark.REMOVED
    else:
        mark = Mark.CHANGED if child.has_changed() else Mark.SAME
    fields = child.get_field_comparisons()
    shown = [field for field in fields if field.val_a or field.val_b]
    return Item("", mark, Parts([Part(force_str(field.field_label()), field_value(field)) for field in shown]), moved)


def _moved(comparison: compare.ChildRelationComparison) -> list[Any]:
    """The inline rows that stand elsewhere among those that both versions have."""
    pairs = [
        (child.obj_a, child.obj_b)
        for child in comparison.get_child_comparisons()
        if child.obj_a is not None and child.obj_b is not None
    ]
    before = sorted(range(len(pairs)), key=lambda place: list(comparison.val_a.all()).index(pairs[place][0]))
    moved = moved_among(before, list(range(len(pairs))))
    return [pairs[place][1] for place in moved]


def _words(value: Any) -> str:
    """A value as a reader writes it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    return force_str(value)
