"""Forms of reviews from outside."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editing.outside.services import DAYS, MOST_DAYS
from publishing.rendering import Heading


class CommentForm(forms.Form):
    """A comment on a section; the empty choice is the whole text."""

    conditional = frozenset({"anchor"})

    anchor = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the comment.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your first and last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name, so that the editors know whom to ask.")},
    )

    def __init__(self, *args: Any, headings: Sequence[Heading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = {heading["anchor"]: heading["title"] for heading in headings}
        anchor = cast("forms.ChoiceField", self.fields["anchor"])
        anchor.choices = [("", _("the whole text")), *self.headings.items()]


class InvitationForm(forms.Form):
    """Whom an editor invites to read a draft."""

    name = forms.CharField(label=gettext_lazy("First and last name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    days = forms.IntegerField(
        label=gettext_lazy("How many days the link works"), min_value=1, max_value=MOST_DAYS, initial=DAYS
    )
    note = forms.CharField(
        label=gettext_lazy("What to look at"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the e-mail and above the text."),
    )
