"""Themes and grant programmes in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from resources.results.models import GrantProgramme, Theme


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ("name", "code")


class GrantProgrammeViewSet(SnippetViewSet):
    model = GrantProgramme
    icon = "pick"
    list_display = ("name", "short_name")


class ResultsViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Results base")
    menu_icon = "folder-open-inverse"
    items = (ThemeViewSet, GrantProgrammeViewSet)


register_snippet(ResultsViewSetGroup)
