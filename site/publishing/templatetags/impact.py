"""Template tags on what a change would affect (``publishing.impact``), for overridden templates of Wagtail."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from wagtail.admin.views.generic import UsageView
from wagtail.models import Page

from publishing import references
from publishing.impact import Impact, impact_of_latest_draft, impact_of_move, impact_on_object

register = template.Library()

LISTED_AS = ("document", "image", "page", "snippet", "user")
"""What Wagtail's bulk actions call a row of their list."""


@register.simple_tag(takes_context=True)
def impact_on_subject(context: Context) -> list[Impact]:
    """What depends on the object of the admin page, or on the row of a bulk action's list."""
    subject = _subject(context)
    return impact_on_object(subject) if subject is not None else []


@register.simple_tag(takes_context=True)
def public_pages_with_subject(context: Context) -> int | None:
    """How many published pages show the snippet, image or document that the admin page is about, also through snippets.

    None for other objects: what refers to a page links to it and shows nothing of it.
    """
    subject = _subject(context)
    if subject is None or type(subject) not in references.referable_models():
        return None
    return references.live_pages_that_refer_to(subject).count()


@register.simple_tag(takes_context=True)
def is_usage_view(context: Context) -> bool:
    """Whether Wagtail's list of what refers to an object is shown; its template is that of every list."""
    return isinstance(context.get("view"), UsageView)


def _subject(context: Context) -> Model | None:
    """Wagtail calls it ``object`` or ``page``; in bulk actions it is the ``item`` of a dict named after its kind."""
    listed = [row["item"] for name in LISTED_AS if isinstance(row := context.get(name), dict)]
    items = context.get("items")
    if not listed and isinstance(items, list) and len(items) == 1 and isinstance(items[0], dict):
        listed = [items[0].get("item")]  # a single snippet stands in no list
    subject = listed[0] if listed else context.get("object") or context.get("page")
    return subject if isinstance(subject, Model) else None


@register.simple_tag
def impact_of_moving(page: Page, destination: Page) -> list[Impact]:
    """What moving the page below ``destination`` would affect."""
    return impact_of_move([page], destination)


@register.filter
def impact_of_its_draft(page: Page) -> list[Impact]:
    """Whom publishing the latest draft of the page would affect."""
    return impact_of_latest_draft(page)


@register.filter
def impact_of(row: Any) -> list[Impact]:
    """What depends on an object."""
    return impact_on_object(row)


@register.filter
def impact_total(impacts: Iterable[Impact]) -> int:
    return sum(impact.count for impact in impacts)


@register.filter
def destroying_records(rows: Iterable[dict[str, Any]]) -> list[Model]:
    """The objects of a bulk action whose deletion would destroy a record."""
    return [row["item"] for row in rows if any(impact.record for impact in impact_on_object(row["item"]))]
