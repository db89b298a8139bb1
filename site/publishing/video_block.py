"""Films: one of our own that plays in the page, or a link to another site; always with a transcript."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from publishing.block_groups import MEDIA
from publishing.file_kinds import extension_of
from publishing.links import Download, download_of
from publishing.richtext import PROSE_FEATURES

FILM_KINDS: Final = ("mp4", "webm")
CAPTIONS_KINDS: Final = ("vtt",)
MOST_MEGABYTES: Final = 200
"""The largest film: about half an hour of a lecture at 720p."""
FILM_ANCHOR = re.compile(r"film-([1-9][0-9]{0,17})")


class VideoValue(blocks.StructValue):
    """The value of a film, with what its template needs."""

    @property
    def film(self) -> Download | None:
        """The file that plays in the page; None for a link, and where it was deleted."""
        document = self.get("file")
        return download_of(document, title=self["title"]) if document is not None else None

    @property
    def anchor(self) -> str:
        """Where the film stands in the page. It goes with the file, so that another title leaves it as it is."""
        return f"film-{self['file'].pk}"

    @property
    def media_type(self) -> str:
        return f"video/{extension_of(self['file'].filename)}"


class VideoBlock(blocks.StructBlock):
    """A film, always with its transcript. Of a link to another site nothing is loaded from there."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    url = blocks.URLBlock(
        label=_("Address of the film"), required=False, help_text=_("Of a film on another site; it opens there.")
    )
    file = DocumentChooserBlock(
        label=_("Film file"),
        required=False,
        help_text=format_lazy(
            _("Your own film, MP4 or WebM, at most {size} MB: it plays in the page."), size=MOST_MEGABYTES
        ),
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A file .vtt with what is said, for a film of your own.")
    )
    poster = ImageChooserBlock(
        label=_("Picture before it plays"),
        required=False,
        help_text=_("For a film of your own; a frame of it is best."),
    )
    minutes = blocks.IntegerBlock(label=_("Length in minutes"), required=False, min_value=1, max_value=600)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=PROSE_FEATURES, help_text=_("Everything said, and what is seen and matters.")
    )

    class Meta:
        value_class = VideoValue
        template = "publishing/blocks/video.html"
        icon = "media"
        group = MEDIA
        label = _("Film with a transcript")
        description = _("A film of your own or a link to one, and the whole of what is said in it.")
        preview_value = {
            "title": "Pierwsze spotkanie z wolontariuszem",
            "url": "https://example.org/film",
            "minutes": 4,
            "transcript": RichText("<p>Na początku ustalcie, kto za co odpowiada.</p>"),
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if faults := _faults(cleaned):
            raise StructBlockValidationError(
                block_errors={name: ValidationError(text) for name, text in faults.items()}
            )
        return cleaned


def _faults(value: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with the files of a film, by field."""
    film, captions = value.get("file"), value.get("captions")
    if film is None:
        if not value.get("url"):
            return {"url": _("Give the address of the film or choose a film file.")}
        return {
            name: _("This belongs to a film file: choose one, or leave this out.")
            for name in ("captions", "poster")
            if value.get(name) is not None
        }
    found: dict[str, Any] = {}
    if value.get("url"):
        found["url"] = _("The film is either a file or an address: leave one of them out.")
    if extension_of(film.filename) not in FILM_KINDS:
        found["file"] = _("This file is no film that browsers play. Choose an MP4 or WebM file.")
    elif (film.get_file_size() or 0) > MOST_MEGABYTES * 1024 * 1024:
        found["file"] = _(
            "The film is larger than %(size)s MB. Save it smaller, or give its address on another site."
        ) % {"size": MOST_MEGABYTES}
    if captions is not None and extension_of(captions.filename) not in CAPTIONS_KINDS:
        found["captions"] = _("Captions are a file .vtt.")
    return found
