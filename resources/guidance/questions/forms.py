"""The forms of readers: one text, and the section that it is about."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.guarded_forms import GuardedForm
from publishing.rendering import Heading
from resources.guidance.questions.models import MOST_TEXT, Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_WORDS: "dict[Kind, tuple[_StrPromise, _StrPromise]]" = {
    Kind.QUESTION: (_("What do you want to know?"), _("Write your question. One sentence is enough.")),
    Kind.ERROR: (_("What is wrong?"), _("Write what is wrong. One sentence is enough.")),
    Kind.MISSING: (_("What did you look for?"), _("Write what is missing, or go back to the text.")),
}
"""The label of the text and what is said where it is empty."""


class ReaderForm(GuardedForm):
    """What a reader reports or misses; ``part`` is the anchor of a section."""

    # No ChoiceField: a section that goes while somebody writes is no reason to refuse what they wrote.
    part = forms.CharField(label=_("Which part is it about?"), required=False, widget=forms.Select)
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ("part", "text", "email")
    conditional: ClassVar[frozenset[str]] = frozenset({"part"})

    def __init__(self, *args: Any, kind: Kind, headings: list[Heading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, empty = _WORDS[kind]
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = empty
        if not headings:
            del self.fields["part"]
            return
        parts = [("", _("The whole page")), *((item["anchor"], item["title"]) for item in headings)]
        self.fields["part"].widget = forms.Select(choices=parts)


class QuestionForm(ReaderForm):
    """A question, with the address that the answer goes to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "Only if you want an answer. We use it for nothing else and delete it 30 days after the answer. "
            "Without an address we may still answer here, for everybody."
        ),
    )


def form_of(kind: Kind) -> type[ReaderForm]:
    return QuestionForm if kind == Kind.QUESTION else ReaderForm
