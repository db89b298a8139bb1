"""The forms of importing and exporting questions."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from courses.activities.bank.formats.files import Format
from courses.activities.bank.quiz_block import names_of


class ImportForm(forms.Form):
    """A file, and what its questions get besides what it says."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "GIFT (a text file) or Moodle XML, at most 5 MB. Nothing is changed before you have seen what it does."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the questions"), choices=settings.WAGTAIL_CONTENT_LANGUAGES, initial="pl"
    )
    tags = forms.CharField(
        label=_("Tags for all of them"), required=False, max_length=300, help_text=_("Separated by commas.")
    )

    def clean_tags(self) -> tuple[str, ...]:
        return tuple(names_of(self.cleaned_data["tags"]))


class ExportForm(forms.Form):
    """The format, and which questions."""

    file_format = forms.ChoiceField(
        label=_("Format"), choices=[(Format.XML.value, "Moodle XML"), (Format.GIFT.value, "GIFT")]
    )
    tags = forms.ModelMultipleChoiceField(
        label=_("Only with one of these tags"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        used = Tag.objects.filter(bank_questiontag_items__isnull=False).distinct().order_by("name")
        self.fields["tags"].queryset = used  # type: ignore[attr-defined]
