"""Synonyms, kept by editors."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.search import index


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class SynonymGroup(index.Indexed, models.Model):
    """Words and phrases that mean the same: a search for one finds the others too."""

    terms = models.TextField(
        _("words and phrases"),
        help_text=_("One in a line, at least two, such as “NGO” and “organizacja pozarządowa”. Any form will do."),
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("terms"), FieldPanel("note")]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("terms"),
        index.SearchField("note"),
        index.AutocompleteField("terms"),
        index.AutocompleteField("note"),
    ]

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar[list[str]] = ["terms"]

    def __str__(self) -> str:
        return " = ".join(self.lines())

    def lines(self) -> list[str]:
        return lines_of(self.terms)

    def clean(self) -> None:
        super().clean()
        if len(self.lines()) < 2:
            raise ValidationError({"terms": _("Type at least two words or phrases, one in a line.")})
