"""The page of the test at the start of a course."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import Course, Lesson
from courses.learning.errors import NotAllowedError
from courses.learning.models import Enrolment
from courses.learning.opening import open_course
from courses.learning.placement import questions, services
from people.current_user import user_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def placement_test(request: HttpRequest, course_id: int) -> HttpResponse:
    """``/moja-nauka/kursy/<id>/test/``: shows what one knows, once; leads back to the course, which says what stays."""
    course = open_course(request, course_id)
    enrolment = get_object_or_404(Enrolment.objects.of(user_of(request)), course=course)
    lessons = questions.lessons_to_test(enrolment, request)
    place = str(course.get_url(request))
    if not lessons:
        messages.info(request, _("There is no test to take here: it was taken, or you have begun all the lessons."))
        return HttpResponseRedirect(place)
    if request.method != "POST":
        return _page(request, course, lessons)
    given = questions.given_in(request.POST, lessons)
    try:
        known = services.take_test(user=user_of(request), course=course, lessons=lessons, given=given)
    except NotAllowedError as error:
        return _page(request, course, lessons, given=given, error=str(error))
    messages.success(request, _result(len(known), len(lessons)))
    return HttpResponseRedirect(place)


def _page(
    request: HttpRequest,
    course: Course,
    lessons: list[Lesson],
    *,
    given: questions.Answers | None = None,
    error: str = "",
) -> HttpResponse:
    context = {
        "course_title": course.title,
        "course_url": course.get_url(request),
        "lessons": questions.paper(lessons, request, given=given),
        "error": error,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "learning/pages/placement.html", context, status=status)


def _result(known: int, asked: int) -> str:
    if not known:
        return _("Thank you. No lesson was answered rightly as a whole, so all of them wait for you.")
    return ngettext(
        "You know %(known)d lesson of %(asked)d. It counts as known, and you go on with the others.",
        "You know %(known)d lessons of %(asked)d. They count as known, and you go on with the others.",
        known,
    ) % {"known": known, "asked": asked}
