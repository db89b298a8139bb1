from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from publishing.models import ErrorReport


class ErrorReportViewSet(SnippetViewSet):
    """What readers reported; nobody writes one here, somebody marks it as dealt with."""

    model = ErrorReport
    icon = "warning"
    menu_label = _("Error reports")
    add_to_admin_menu = True
    list_display = ("page", "text", "created_at", "handled")
    list_filter = ("handled",)
    panels = (FieldPanel("text", read_only=True), FieldPanel("handled"))

    def get_queryset(self, request: Any) -> Any:
        return ErrorReport.objects.select_related("page")


register_snippet(ErrorReportViewSet)
