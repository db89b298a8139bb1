"""Access to the pages for trainers and coordinators."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from courses.coursework import rules
from people.current_user import user_of

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """Redirects anonymous visitors to sign in; answers 403 to users who are neither trainers nor coordinators."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.may_enter(user_of(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    page: View = login_required(never_cache(checked))
    return page
