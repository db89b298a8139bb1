"""Opens pages for changes by learners, and guards the URLs of changes, which have no page of their own."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import Course, Lesson, Programme
from publishing.access import may_open
from publishing.routing import find_live_page_by_id

View = Callable[..., HttpResponse]


class SignInError(Exception):
    """The page is restricted and the visitor is anonymous: access is checked after signing in."""


def open_course(request: HttpRequest, course_id: int) -> Course:
    """A live course that the user may open; else 404, and ``SignInError`` for an anonymous visitor."""
    course = get_object_or_404(Course.objects.live(), pk=course_id)
    _check_open(request, course)
    return course


def open_lesson(request: HttpRequest, lesson_id: int) -> Lesson:
    """A live lesson that the user may open; else 404, and ``SignInError`` for an anonymous visitor."""
    lesson = find_live_page_by_id(Lesson, lesson_id)
    if lesson is None:
        raise Http404
    _check_open(request, lesson)
    return lesson


def open_programme(request: HttpRequest, programme_id: int) -> Programme:
    """A live programme that the user may open; else 404, and ``SignInError`` for an anonymous visitor."""
    programme = get_object_or_404(Programme.objects.live(), pk=programme_id)
    _check_open(request, programme)
    return programme


def _check_open(request: HttpRequest, page: Course | Lesson | Programme) -> None:
    if may_open(page, request):
        return
    if not request.user.is_authenticated:
        raise SignInError
    raise Http404


def change(place: Callable[..., str]) -> Callable[[View], View]:
    """Decorates a view for a change by POST of a signed-in user, made on the page at ``place(request, ...)``.

    Anonymous visitors sign in first and then get that page, because this URL shows nothing; a GET redirects to it too.
    If the page is restricted, its URL is not revealed to anonymous visitors: signing in leads to this URL, which
    redirects to the page. Other methods: 405.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **kwargs: int | UUID) -> HttpResponse:
            if request.method == "POST" and request.user.is_authenticated:
                return view(request, **kwargs)
            try:
                page = place(request, **kwargs)
            except SignInError:
                page = request.path
            else:
                if request.method == "GET":
                    return HttpResponseRedirect(page)
            messages.warning(request, _("You are not signed in, so nothing was recorded. Sign in and do it once more."))
            return redirect_to_login(page)

        return require_http_methods(["GET", "POST"])(checked)

    return decorate
