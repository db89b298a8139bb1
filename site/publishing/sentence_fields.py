"""Text fields of a sentence or two in the forms of Wagtail's admin: shown whole, saved as one line."""

from typing import Any, Final

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

SENTENCE: Final = 300
"""From how many characters a ``CharField`` holds sentences, which a one-line input would cut off."""


class SentenceField(forms.CharField):
    """A field that grows with its text. Line breaks and repeated spaces become one space each."""

    widget = AdminAutoHeightTextInput

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return " ".join(text.split()) if text else text


def register() -> None:
    """Called once, when Django is ready."""
    register_form_field_override(models.CharField, override=_of, exact_class=True)


def _of(field: models.CharField) -> dict[str, Any]:
    long = field.max_length is not None and field.max_length >= SENTENCE
    return {"form_class": SentenceField} if long and not field.choices else {}
