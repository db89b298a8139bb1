"""The page of all published questions and answers."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from publishing.converters import id_from
from publishing.models import BasePage
from resources.guidance.requirements.cards import Option


class QuestionsPage(BasePage):
    """The published answers by guide; ``?temat=<id of a guide>`` leaves those about one."""

    template = "guidance/pages/questions.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of questions and answers")
        verbose_name_plural = _("pages of questions and answers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.guidance.questions.addresses import THEME
        from resources.guidance.questions.listing import themes

        context = super().get_context(request, *args, **kwargs)
        listed = themes(request)
        chosen = id_from(request.GET.get(THEME))
        shown = [theme for theme in listed if theme.id == chosen]
        return {
            **context,
            "themes": shown or listed,
            "choices": [Option(str(theme.id), theme.title, theme.id == chosen) for theme in listed],
            "chosen": bool(shown),
            "own_url": self.get_url(request) or "",
        }
