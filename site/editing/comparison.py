"""Comparison of two revisions of a page, open to its reviewers too."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.models import RevisionsCompareView as AnyRevisionsCompareView
from wagtail.admin.views.pages.revisions import RevisionsCompareView


class CompareRevisions(RevisionsCompareView):
    """Two revisions of a page, for users who may edit it or whose review task it is in now.

    Wagtail also requires a page permission, which reviewers do not have: the workflow task gives them access while it
    lasts (``Task.user_can_access_editor``, called by ``can_edit()``).
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super(AnyRevisionsCompareView, self).dispatch(request, *args, **kwargs)
        return response


# Applied outside the view, as in Wagtail's own URLs: a refusal redirects to the admin's home page with a message.
compare_revisions = require_admin_access(CompareRevisions.as_view())
