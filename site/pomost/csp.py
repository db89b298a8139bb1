"""Two content security policies: a strict one for all pages and one for /admin/ that Wagtail's editor needs."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from courses.activities.hosted.frames import HOLDS_FRAMES
from courses.activities.hosted.origin import content_origin

ADMIN_PREFIX = "/admin/"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Sends the admin's policy with the admin's pages and the strict one with all others, previews included.

    Either allows frames of the content origin in a page that holds one.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if request.path_info.startswith(ADMIN_PREFIX) and not report_only:
            parts.config = settings.POMOST_ADMIN_CSP
        elif getattr(request, "is_preview", False):
            # The editor shows the preview in a frame of the same origin.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": [SELF]}
        if getattr(request, HOLDS_FRAMES, False) and (origin := content_origin(request)):
            frames = {"frame-src": [SELF, origin]}
            if parts.config is settings.POMOST_ADMIN_CSP:
                parts.config = {**parts.config, **frames}
            else:
                parts.replace = {**(parts.replace or {}), **frames}
        return parts
