"""Access to the pages for trainers and coordinators."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

import structlog
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from courses.coursework import rules
from people.current_user import user_of

View = Callable[..., HttpResponse]
log = structlog.get_logger("coursework")


def staff_page(view: View) -> View:
    """Redirects anonymous visitors to sign in; answers 403 to users who are neither trainers nor coordinators."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.may_enter(user_of(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    page: View = login_required(never_cache(checked))
    return page


def record_page(view: View) -> View:
    """A ``staff_page`` with data of single people: logs ``staff.access`` as the admin's pages do, refusals too."""

    @wraps(view)
    def logged(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user_id, status = user_of(request).pk, int(HTTPStatus.INTERNAL_SERVER_ERROR)
        try:
            response = view(request, *args, **kwargs)
            status = response.status_code
        except (Http404, PermissionDenied) as refusal:
            status = HTTPStatus.NOT_FOUND if isinstance(refusal, Http404) else HTTPStatus.FORBIDDEN
            raise
        finally:
            log.info("staff.access", user=user_id, method=request.method, path=request.path, status=int(status))
        return response

    return staff_page(logged)
