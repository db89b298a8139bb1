"""Wagtail's pages about a page, so that none of them offers a link that the user may not follow."""

from copy import copy
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.admin.views.pages.usage import ContentTypeUseView, UsageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from publishing.models import BasePage


class History(PageHistoryView):
    """Open to a page's reviewers too, who have no permission for pages in general.

    The view asks ``can_edit()`` of the page itself, which the task of a workflow gives for as long as it lasts; the
    same is so for the next two.
    """

    any_permission_required = None


class Usage(UsageView):
    permission_required = None


class Preview(PreviewOnEditView):
    permission_required = None


class PagesOfType(ContentTypeUseView):
    def get_add_url(self) -> str | None:
        """No button for a type of which there is the one page that there may be."""
        most = self.model.max_count
        if most is not None and self.model.objects.count() >= most:
            return None
        url: str = super().get_add_url()
        return url


def _with_class(column: BaseColumn) -> BaseColumn:
    """The column with a CSS class of its own, by which narrow screens leave it out; Wagtail's have none."""
    named: BaseColumn = copy(column)
    named.header = BaseColumn.Header(named)
    named.classname = column.classname or f"page-{column.name.replace('_', '-')}"
    return named


class PageList(ExplorableIndexView):
    """The pages below one, with the numbers that readers see, where there are any."""

    base_columns = [_with_class(column) for column in ExplorableIndexView.base_columns]

    @cached_property
    def explorable_columns(self) -> list[BaseColumn]:
        columns: list[BaseColumn] = super().explorable_columns
        if self.is_searching or self.is_filtering or not isinstance(self.parent_page, BasePage):
            return columns
        numbers = self.parent_page.numbers_below(self.request)
        if numbers:
            place = next(index for index, column in enumerate(columns) if column.name == "title")
            column = Column(
                "number",
                label=pgettext_lazy("list of pages", "No."),
                accessor=lambda page: numbers.get(page.pk, ""),
                classname="page-number",
            )
            columns.insert(place, column)
        return columns


class EditUrls:
    """Where a page is edited; Wagtail's own gives a URL for the root of the tree too, which nobody may edit."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_edit_url(self, page: Page) -> str | None:
        if page.is_root():
            return ""  # not None, which the page chooser would write into its link
        if self.user and not page.permissions_for_user(self.user).can_edit():
            return None
        return reverse("wagtailadmin_pages:edit", args=[page.pk])


def may_copy(button: Any, user: Any) -> bool:
    """Whether "Copy" is shown: Wagtail offers it to whoever may edit the page, so to reviewers, who may add none."""
    permissions = button.page.permissions_for_user(user)
    return bool(permissions.can_copy() and (user.is_superuser or "add" in permissions.permissions))


class PomostPageViewSet(PageViewSet):
    content_type_use_view_class = PagesOfType
    history_view_class = History
    index_view_class = PageList
    preview_on_edit_view_class = Preview
    usage_view_class = Usage

    def on_register(self) -> None:
        # Viewsets are registered after every module of hooks is loaded, this one by then too.
        from wagtail.admin.wagtail_hooks import PageListingCopyButton

        super().on_register()
        register_admin_url_finder(Page, EditUrls)
        PageListingCopyButton.is_shown = may_copy
