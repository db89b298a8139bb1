"""Template tags on what deleting or unpublishing would affect, for overridden templates of Wagtail."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context

from publishing.impact import Impact, impact_on_object

register = template.Library()


@register.simple_tag(takes_context=True)
def impact_on_subject(context: Context) -> list[Impact]:
    """What depends on the object of the admin page, or on the row of a bulk action's list.

    Wagtail calls it ``object`` or ``page``; in bulk actions ``page`` and ``user`` are dictionaries with an ``item``.
    """
    rows = [context.get(name) for name in ("page", "user")]
    listed = [row["item"] for row in rows if isinstance(row, dict)]
    subject = listed[0] if listed else context.get("object") or context.get("page")
    return impact_on_object(subject) if isinstance(subject, Model) else []


@register.filter
def impact_of(row: Any) -> list[Impact]:
    """What depends on an object."""
    return impact_on_object(row)


@register.filter
def impact_total(impacts: Iterable[Impact]) -> int:
    return sum(impact.count for impact in impacts)


@register.filter
def destroys_records(rows: Iterable[dict[str, Any]]) -> bool:
    """Whether deleting any of the rows of a bulk action would destroy a record."""
    return any(impact.record for row in rows for impact in impact_on_object(row["item"]))
