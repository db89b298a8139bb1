"""Pages of text."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from publishing.models.base import BasePage


class StandardPage(BasePage):
    """A page of text: privacy, rules, about."""

    template = "publishing/pages/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage", "publishing.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
