"""The form of an image in Wagtail's admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm

from publishing.file_names import is_file_name


class ImageForm(BaseImageForm):
    """Asks for words: after an upload the title is the name of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail has already made the bound field of the title, which keeps the help text that the field had.
        title, description = self["title"], self.fields["description"]
        title.help_text = _("By this the editors find the picture. After an upload it is the name of the file.")
        if self.instance.pk and is_file_name(self.instance.title):
            title.help_text = _(
                "This is the name of the file. Change it to words by which the editors find the picture."
            )
        description.help_text = _(
            "What the picture shows, in a sentence, for people who do not see it. "
            "The name of the file is no description."
        )

    def clean_description(self) -> str:
        description: str = self.cleaned_data["description"]
        if description and is_file_name(description):
            raise ValidationError(_("This is the name of a file. Write what the picture shows."), code="file_name")
        return description
