"""Middleware around the admin's views: logs staff access, and warns when the caches could not be invalidated."""

from collections.abc import Callable

import structlog
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from pomost.csp import ADMIN_PREFIX
from publishing import public_cache

log = structlog.get_logger("pomost.middleware")


class StaffAccessMiddleware:
    """Logs ``staff.access`` with the user's id, not the e-mail address, and the status of the response.

    Placed right after the authentication middleware, so that refusals are logged too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ADMIN_PREFIX):
            return self.get_response(request)
        user = request.user  # before the response: signing out replaces request.user
        user_id = user.pk if user.is_authenticated else None
        response = self.get_response(request)
        if user_id is not None:
            log.info(
                "staff.access", user=user_id, method=request.method, path=request.path, status=response.status_code
            )
        return response


class StalePagesWarningMiddleware:
    """Warns an editor whose change is saved but may not be public yet: see ``publishing.public_cache``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.path_info.startswith(ADMIN_PREFIX):
            return self.get_response(request)
        failures = public_cache.failures()
        response = self.get_response(request)
        if public_cache.failures() > failures:
            messages.warning(
                request,
                _(
                    "The change is saved, but visitors may see the old pages for up to a minute: the file that tells of"
                    " changes cannot be written. Please tell whoever runs the server."
                ),
            )
        return response
