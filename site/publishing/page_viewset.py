"""Wagtail's pages about a page, so that none of them offers a link that the user may not follow."""

from typing import Any

from django.urls import reverse
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.admin.views.pages.usage import ContentTypeUseView, UsageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page


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
    preview_on_edit_view_class = Preview
    usage_view_class = Usage

    def on_register(self) -> None:
        # Viewsets are registered after every module of hooks is loaded, this one by then too.
        from wagtail.admin.wagtail_hooks import PageListingCopyButton

        super().on_register()
        register_admin_url_finder(Page, EditUrls)
        PageListingCopyButton.is_shown = may_copy
