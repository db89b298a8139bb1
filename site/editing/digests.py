"""A digest of the content of a page, to tell whether it is what a reviewer approved."""

import json
from hashlib import sha256
from typing import Any

from django.db.models import Field
from wagtail.models import Page

from editing.rich_text import plain, plain_in

_KEYS = frozenset({"pk", "page", "sort_order"})
"""Of inline children: a draft's new ones get their keys when it is published. Their order is that of the list."""


def digest_of(page: Page) -> str:
    """The digest of the title and of the fields that the page type adds, without those it names as unreviewed.

    Rendered fields are not part of it, nor are those of finding and sharing. The same content has the same digest in
    a revision and in the live page. ``page`` is an instance of the specific class.
    """
    model = type(page)
    left_out = {field.name for field in Page._meta.get_fields()} - {"title"}
    left_out |= {"page_ptr", "share_image", "search_text"} | set(getattr(model, "unreviewed_fields", ()))
    left_out |= {field.name for field in model._meta.get_fields() if isinstance(field, Field) and not field.editable}
    content = {name: _plain(value) for name, value in page.serializable_data().items() if name not in left_out}
    return sha256(json.dumps(content, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value without keys of rows, and JSON in a string as what it says: its spaces and order say nothing.

    Nor do the keys that the editor gives to paragraphs.
    """
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return plain_in(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if name not in _KEYS}
    return value
