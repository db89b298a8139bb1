"""The form that readers fill in, and the document that is made of it. Nothing is stored."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from polish.amounts import money_text
from polish.typography import NBSP
from publishing.public_cache import cached
from reference.values import shown_values
from resources.guidance.document_templates.files import TemplateFileError, fields_in, filled_in
from resources.guidance.form_fields import AmountField

if TYPE_CHECKING:
    from publishing.models import PomostDocument
    from resources.guidance.document_templates.models import DocumentTemplate, DocumentTemplateField

DOTS, LONG_DOTS = "…" * 20, "…" * 70
"""What stands for an empty field: a line to write on by hand."""

LONGEST_TEXT, LONGEST_LONG_TEXT = 250, 5000
MOST_MONEY = Decimal(100_000_000)


def is_usable(page: "DocumentTemplate") -> bool:
    """Whether the file can be filled in: it is there, is a template, and has no field that the page lacks.

    It may have been replaced since the page was published. The check takes ten times as long as filling the file in,
    so it is cached; a change of a document that a public page refers to empties the cache.
    """
    document = page.document
    if document is None:
        return False
    found = cached(("fields of template", document.file.name), lambda: _fields_of(document))
    return found is not None and found <= {field.name for field in page.fields.all()}


def _fields_of(document: "PomostDocument") -> frozenset[str] | None:
    """The names of the fields of a file; None where it cannot be filled in."""
    try:
        with document.open_file() as file:
            return frozenset(fields_in(file, document.filename))
    except (TemplateFileError, OSError):
        return None


def reader_form(page: "DocumentTemplate", data: Mapping[str, Any] | None) -> forms.Form:
    """The form of a template. Its fields are named ``pole-<name>``, so that no name collides with another."""
    fields = {_parameter(field.name): _form_field(field) for field in page.fields.all()}
    made: forms.Form = type("ReaderForm", (forms.Form,), fields)(data)
    return made


def fill(page: "DocumentTemplate", cleaned: Mapping[str, Any]) -> bytes:
    """The document with what the reader wrote, dotted lines where that is nothing."""
    values = {field.name: _text_of(field, cleaned.get(_parameter(field.name))) for field in page.fields.all()}
    return _made(page, values)


def blank(page: "DocumentTemplate") -> bytes:
    """The document with dotted lines in place of all fields."""
    return _made(page, {field.name: _dots(field) for field in page.fields.all()})


def _made(page: "DocumentTemplate", values: Mapping[str, str]) -> bytes:
    assert page.document is not None  # noqa: S101 - the caller asked is_usable()
    with page.document.open_file() as file:
        return filled_in(file, values)


def _parameter(name: str) -> str:
    return f"pole-{name}"


def _form_field(field: "DocumentTemplateField") -> forms.Field:
    usual: dict[str, Any] = {"label": field.label, "help_text": field.help_text, "required": field.required}
    kinds = type(field).Kind
    if field.kind == kinds.LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_LONG_TEXT, **usual)
    if field.kind == kinds.DATE:
        message = _("Write the date as day, month and year, such as 8.01.2027.")
        return forms.DateField(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            error_messages={"invalid": message},
            **usual,
        )
    if field.kind == kinds.AMOUNT:
        return _amount_field(field, usual)
    if field.kind == kinds.CHOICE:
        choices = [(choice, choice) for choice in field.choice_list]
        return forms.ChoiceField(choices=[("", _("Choose")), *choices], **usual)
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.TextInput(attrs={"autocomplete": "off"}), **usual)


def _amount_field(field: "DocumentTemplateField", usual: dict[str, Any]) -> AmountField:
    """Where the field has a least amount, it stands in the help, and in the message for a lower one."""
    value = shown_values().get(field.least.slug) if field.least else None
    if value is None or not value.amount:
        return AmountField(least=Decimal(0), most=MOST_MONEY, **usual)
    least = {"name": value.name, "amount": value.plain(following=True)}
    said = gettext("At least %(amount)s: %(name)s.") % least
    return AmountField(
        least=Decimal(value.amount),
        most=MOST_MONEY,
        too_low=gettext("This is too little: %(name)s is %(amount)s.") % least,
        **{**usual, "help_text": f"{field.help_text} {said}".strip()},
    )


def _text_of(field: "DocumentTemplateField", value: Any) -> str:
    if value in (None, ""):
        return _dots(field)
    if isinstance(value, date):
        with override("pl"):
            return f"{date_format(value, 'j E Y')}{NBSP}r."
    return money_text(value) if isinstance(value, Decimal) else str(value)


def _dots(field: "DocumentTemplateField") -> str:
    return LONG_DOTS if field.kind == type(field).Kind.LONG else DOTS
