"""A document template cited in a chapter."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from publishing.block_groups import MEDIA
from publishing.links import Link


class DocumentTemplateBlock(blocks.StructBlock):
    """A link to a document template that is filled in by a form."""

    page = blocks.PageChooserBlock("guidance.DocumentTemplate", label=_("Document template"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200, help_text=_("Empty: the title of the template.")
    )

    class Meta:
        template = "guidance/document_templates/box.html"
        icon = "form"
        group = MEDIA
        label = _("Document template with a form")
        description = _("A document that readers fill in on the site and take away as a Word file.")
        preview_template = "guidance/document_templates/box_preview.html"

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With ``link``: a template that is stored nowhere."""
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        return {**context, "link": Link("Porozumienie z wolontariuszem", "#")}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """With ``link``, or None for a template that is not live."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        page = value["page"]
        shown = Link(value["title"] or page.title, page.get_url() or "") if page is not None and page.live else None
        return {**context, "link": shown}
