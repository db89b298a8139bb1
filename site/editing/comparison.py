"""Comparison of two revisions of a page, open to its reviewers too."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.auth import require_admin_access, user_has_any_page_permission
from wagtail.admin.views.generic.models import RevisionsCompareView as AnyRevisionsCompareView
from wagtail.admin.views.pages.revisions import RevisionsCompareView

from editing.differences import changes_between
from editing.differences.cards import FieldChange
from publishing.impact import impact_of_publishing


class CompareRevisions(RevisionsCompareView):
    """Two revisions of a page, for users who may edit it or whose review task it is in now.

    Wagtail also requires a page permission, which reviewers do not have: the workflow task gives them access while it
    lasts (``Task.user_can_access_editor``, called by ``can_edit()``).
    """

    template_name = "editing/compare.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super(AnyRevisionsCompareView, self).dispatch(request, *args, **kwargs)
        return response

    def get_history_url(self) -> str | None:
        """None for reviewers: the history is for those who have a permission for the page."""
        url: str | None = super().get_history_url()
        return url if user_has_any_page_permission(self.request.user) else None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Without the pages above for reviewers, who have no list of them."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return items if self.get_history_url() else items[-2:]

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[FieldChange]:
        return changes_between(revision_a, revision_b, self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        from_live = self.revision_id_a == "live"
        context["impacts"] = impact_of_publishing(context["revision_a"], context["revision_b"]) if from_live else []
        return context

    def _get_revision_and_heading(self, revision_id: str) -> tuple[Any, str]:
        """As Wagtail's, with the date of a revision in words."""
        revision, heading = super()._get_revision_and_heading(revision_id)
        if revision_id not in ("live", "earliest", "latest"):
            saved_at = self.object.revisions.get(pk=revision_id).created_at
            heading = date_format(timezone.localtime(saved_at), "DATETIME_FORMAT")
        return revision, str(heading)


# Applied outside the view, as in Wagtail's own URLs: a refusal redirects to the admin's home page with a message.
compare_revisions = require_admin_access(CompareRevisions.as_view())
