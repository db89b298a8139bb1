"""The accessibility declaration of the demo, from the front matter of its page."""

from typing import Any

from wagtail.fields import RichTextField

from demo.markdown import Resolver, Source, html_of
from publishing.models import AccessibilityStatement


def declaration_fields(source: Source, resolver: Resolver) -> dict[str, Any]:
    """The fields under ``declaration``, named as in the model; texts are Markdown where the model has rich text."""
    fields = source.meta["declaration"]
    rich = {field.name for field in AccessibilityStatement._meta.concrete_fields if isinstance(field, RichTextField)}
    return {name: html_of(value, resolver) if name in rich else value for name, value in fields.items()}
