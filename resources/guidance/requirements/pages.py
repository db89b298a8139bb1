"""The page that lists requirements: of the whole site below the home page, of a guide below that guide."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from publishing.links import fields_of
from publishing.models import BasePage
from publishing.public_cache import cached

if TYPE_CHECKING:
    from resources.guidance.models import Guide


class RequirementList(BasePage):
    """A list of requirements with questions, filters and ticks.

    What it lists depends on its place. Readers tick on it, so no cache may store it.
    """

    template = "guidance/pages/requirement_list.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage", "guidance.Guide"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    same_for_everybody: ClassVar[bool] = False
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = _("requirement list")
        verbose_name_plural = _("requirement lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.guidance.requirements.lists import checklist

        context = super().get_context(request, *args, **kwargs)
        here = self.get_url(request) or ""
        listed = checklist(request, here=here, guide=self.listed_guide)
        query = listed.here.removeprefix(here)
        return {**context, **fields_of(listed), "guide": self.listed_guide, "pdf_url": f"{here}lista.pdf{query}"}

    @property
    def listed_guide(self) -> "Guide | None":
        """The guide whose requirements are listed; None for those of the whole site."""
        from resources.guidance.models import Guide

        if self.depth <= 3:  # directly below the home page
            return None
        return cached(("guide of list", self.path), lambda: Guide.objects.parent_of(self).first())

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response
