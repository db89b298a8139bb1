"""Who of the staff opened what: one line in the log for every request to the admin by somebody signed in."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pomost.csp import ADMIN_PREFIX

log = structlog.get_logger("pomost.access")


class StaffAccessMiddleware:
    """Logs ``staff.access`` with the person's id, never the address, and what was answered.

    Stands right after the middleware that knows who is signed in, so that refusals are logged too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ADMIN_PREFIX):
            return self.get_response(request)
        user = request.user  # before answering: signing out forgets who it was
        user_id = user.pk if user.is_authenticated else None
        response = self.get_response(request)
        if user_id is not None:
            log.info(
                "staff.access", user=user_id, method=request.method, path=request.path, status=response.status_code
            )
        return response
