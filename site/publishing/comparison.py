"""Two versions of a page side by side, also for reviewers."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.models import RevisionsCompareView as AnyRevisionsCompareView
from wagtail.admin.views.pages.revisions import RevisionsCompareView


class CompareRevisions(RevisionsCompareView):
    """Two versions of a page, for everybody who may edit it or reviews it now.

    Wagtail asks besides for a permission in the tree of pages, and reviewers have none: their task lets them in for as
    long as it lasts (``Task.user_can_access_editor``, which ``can_edit()`` asks).
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super(AnyRevisionsCompareView, self).dispatch(request, *args, **kwargs)
        return response


# Outside the view, as in Wagtail's own addresses: a refusal sends back to the start of the admin, with a message.
compare_revisions = require_admin_access(CompareRevisions.as_view())
