"""The library of activities in the admin."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from courses.activities.hosted.forms import LibraryActivityForm
from courses.activities.hosted.models import LibraryActivity
from courses.activities.hosted.panels import StudioPanel


class CreateActivityView(CreateView):
    """Leads to the new activity, which has yet to be written."""

    def get_success_url(self) -> str:
        return self.get_edit_url()


class _WithKind:
    """The list to choose from says what kind of activity each is."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("kind", label=_("Kind"), accessor="kind")]  # type: ignore[misc]


class ChooseActivityView(_WithKind, ChooseView):
    pass


class ChooseActivityResultsView(_WithKind, ChooseResultsView):
    pass


class LibraryActivityChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseActivityView
    choose_results_view_class = ChooseActivityResultsView


class LibraryActivityViewSet(SnippetViewSet):
    model = LibraryActivity
    icon = "cogs"
    menu_label = _("Activities")
    add_to_admin_menu = bool(settings.POMOST_XBLOCKS)
    list_display = ("title", Column("kind", label=_("Kind"), accessor="kind"), "updated_at")
    search_fields = ("title",)
    add_view_class = CreateActivityView
    chooser_viewset_class = LibraryActivityChooserViewSet
    edit_handler = ObjectList(
        [FieldPanel("title"), FieldPanel("block_type"), StudioPanel()], base_form_class=LibraryActivityForm
    )
