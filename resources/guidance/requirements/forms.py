"""The form of one entry of a checklist."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from resources.guidance.requirements.models import ChecklistEntry


class EntryForm(forms.Form):
    """What somebody notes of a requirement."""

    ticked = forms.BooleanField(label=_("Ticked off"), required=False)
    person = forms.CharField(
        label=_("Who sees to it"), required=False, max_length=100, help_text=_("A name or a role, such as: accountant.")
    )
    note = forms.CharField(
        label=pgettext_lazy("of a checklist", "Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example where the document is, or what is still missing. People with your link will read it."),
    )

    conditional: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, entry: ChecklistEntry | None) -> "EntryForm":
        if entry is None:
            return cls()
        held: dict[str, Any] = {"ticked": entry.ticked_at is not None, "person": entry.person, "note": entry.note}
        return cls(initial=held)
