"""The blocks of running text. Each has a group, an icon, a description and a preview value."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from publishing.block_groups import MEDIA, TEXT
from publishing.heading_levels import wrong_levels
from publishing.links import Download, download_of
from publishing.richtext import PROSE_FEATURES
from publishing.slugs import slug_of
from publishing.text_checks import error_of
from publishing.video_block import VideoBlock


def anchor_of(text: str) -> str:
    """An anchor from words: ``Porozumienie na piśmie`` gives ``porozumienie-na-pismie``, at most 60 characters."""
    return slug_of(text)[:60].strip("-") or "podrozdzial"


class HeadingBlock(blocks.StructBlock):
    """A heading. Its anchor is made from the first text and does not change with it, so that links stay valid."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section (2)")), ("3", _("Subsection (3)")), ("4", _("Part of a subsection (4)"))],
        default="2",
    )
    anchor = blocks.CharBlock(
        label=_("Anchor"),
        required=False,
        max_length=60,
        help_text=_("The end of the link to this heading. Made from the first wording; leave it and links stay whole."),
    )

    class Meta:
        template = "publishing/blocks/heading.html"
        icon = "title"
        group = TEXT
        label = _("Heading")
        description = _("A section title with a link of its own; it appears under “On this page”.")
        preview_value = {"text": "Porozumienie na piśmie", "level": "2", "anchor": "porozumienie-na-pismie"}
        form_layout = ["text", "level", "anchor"]

    def get_searchable_content(self, value: Any) -> list[str]:
        """The text alone, without level and anchor."""
        return [str(value["text"])]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        cleaned["anchor"] = anchor_of(cleaned.get("anchor") or cleaned["text"])
        return cleaned


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        template = "publishing/blocks/prose.html"
        icon = "pilcrow"
        group = TEXT
        label = _("Paragraphs and lists")
        description = _("Running text: paragraphs, lists, links.")
        preview_value = RichText("<p>Wolontariusz pracuje z własnej woli i bez wynagrodzenia.</p>")


class QuoteBlock(blocks.StructBlock):
    """A quotation and its source."""

    text = blocks.TextBlock(label=_("Quotation"), rows=3)
    source = blocks.CharBlock(label=_("Whose words"), required=False, max_length=200)

    class Meta:
        template = "publishing/blocks/quote.html"
        icon = "openquote"
        group = TEXT
        label = _("Quotation")
        description = _("A longer quotation set apart from the text.")
        preview_value = {"text": "Najpierw zapytaj, potem planuj.", "source": "Przysłowie pracy społecznej"}


class CalloutBlock(blocks.StructBlock):
    """A box with a note, a warning, a tip or an example."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("warning", _("Warning")), ("tip", _("Tip")), ("example", _("Example"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE_FEATURES)

    class Meta:
        template = "publishing/blocks/callout.html"
        icon = "info-circle"
        group = TEXT
        label = _("Callout")
        description = _("A box for what is worth noticing: a note, a warning, a tip, an example.")
        preview_value = {"kind": "example", "title": "Przykład", "text": RichText("<p>Fundacja zapisuje zasady.</p>")}


class FigureBlock(blocks.StructBlock):
    """An image with its alternative text."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=250,
        help_text=_("What the picture tells, in a sentence, for people who do not see it. Not “picture of”."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        template = "publishing/blocks/figure.html"
        icon = "image"
        group = MEDIA
        label = _("Picture")
        description = _("A picture with its alternative text and a caption.")
        preview_template = "publishing/blocks/figure_preview.html"
        preview_value = {
            "image": None,
            "alt": "Kładka z desek nad rzeką, za nią wschodzi słońce.",
            "caption": "Kładka w Nowej Wsi po remoncie",
        }


class TableValue(blocks.StructValue):
    """The value of a table, with what its template needs."""

    @property
    def header_row(self) -> list[str]:
        return list(self["table"]["data"][0]) if self["table"].get("first_row_is_table_header") else []

    @property
    def header_column(self) -> bool:
        return bool(self["table"].get("first_col_is_header"))

    @property
    def rows(self) -> list[list[str]]:
        data = self["table"]["data"]
        return [list(row) for row in (data[1:] if self.header_row else data)]


class TableBlock(blocks.StructBlock):
    """A table with a caption and header cells."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=200)
    table = WagtailTableBlock(
        label=_("Cells"), table_options={"startRows": 3, "startCols": 3, "renderer": "text", "autoColumnSize": False}
    )

    class Meta:
        value_class = TableValue
        template = "publishing/blocks/table.html"
        icon = "table"
        group = TEXT
        label = _("Table")
        description = _("Rows and columns with a caption and header cells.")
        preview_value = {
            "caption": "Formy współpracy",
            "table": {
                "data": [["Forma", "Umowa"], ["Wolontariat", "Porozumienie"]],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
            },
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = cleaned.get("table") or {}
        if not (table.get("first_row_is_table_header") or table.get("first_col_is_header")):
            raise StructBlockValidationError(
                block_errors={
                    "table": ValidationError(
                        _("Choose which cells are headers: the first row, the first column or both.")
                    )
                }
            )
        return cleaned


class DownloadBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200, help_text=_("Empty: the document's own title.")
    )

    class Meta:
        template = "publishing/blocks/download.html"
        icon = "download"
        group = MEDIA
        label = _("File to download")
        description = _("A template or another document, with its format and size.")
        preview_template = "publishing/blocks/download_preview.html"

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With ``file``: a download that is stored nowhere."""
        file = Download(title="Wzór porozumienia z wolontariuszem", url="#", format="DOCX", size_bytes=24_000)
        return {**super().get_preview_context(value, parent_context), "file": file}

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With ``file``: the document as a ``Download``, or None where it was deleted."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        document = value["document"]
        context["file"] = download_of(document, title=value["title"]) if document is not None else None
        return context


class BodyBlock(blocks.StreamBlock):
    """The running text of any page."""

    heading = HeadingBlock()
    prose = ProseBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    figure = FigureBlock()
    table = TableBlock()
    download = DownloadBlock()
    video = VideoBlock()

    # The level of its first heading: those above are the title of the page and what stands around the body.
    top_level = 2

    def clean(self, value: Any) -> Any:
        """With the checks of texts that apps registered and of the levels of headings, when nothing else is wrong."""
        cleaned = super().clean(value)
        if error := error_of(self, cleaned):
            raise error
        if not self.is_deferred_validation and (wrong := wrong_levels(cleaned, top=self.top_level)):
            raise StreamBlockValidationError(
                block_errors={
                    place: StructBlockValidationError(block_errors={"level": ValidationError(message)})
                    for place, message in wrong.items()
                }
            )
        return cleaned
