"""The organisations in Wagtail's admin, for administrators."""

from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from people.models import Organisation


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    add_to_settings_menu = True
    list_display = ("name", Column("get_kind_display", label=Organisation._meta.get_field("kind").verbose_name), "nip")
    list_filter = ("kind",)
    copy_view_enabled = False
