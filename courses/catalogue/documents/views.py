"""Documents of the catalogue as files. What a document holds is what the user of the request may open."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.catalogue.documents import reading
from courses.catalogue.models import Course
from publishing import limits
from publishing.access import may_open, restricted_paths
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.pdf import pdf_response, render_pdf
from publishing.public_cache import cached

P = TypeVar("P", bound=BasePage)


@require_safe
def course_reading(request: HttpRequest, course_id: int) -> HttpResponse:
    """``/do-druku/kurs/<id>/``: the lessons of a course on paper. Raises ``Http404``."""
    course = _open(Course, course_id, request)

    def make() -> bytes:
        data, files = reading.reading_of(course, request)
        return render_pdf(reading.TEMPLATE, data, title=course.title, language=course.locale.language_code, files=files)

    return _document(request, course, make)


def _open(model: type[P], pk: int, request: HttpRequest) -> P:
    page = model.objects.live().filter(pk=pk).first()
    if page is None or not may_open(page, request):
        raise Http404
    return page


def _document(request: HttpRequest, page: BasePage, make: Callable[[], bytes]) -> HttpResponse:
    """The document of a page, kept like other public values where everybody is shown the same."""
    if not limits.allowed_here(request, "pdf"):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    restricted = any(path.startswith(page.path) or page.path.startswith(path) for path in restricted_paths())
    key = ("pdf", request.resolver_match and request.resolver_match.view_name, page.pk, language_key(request))
    content = make() if restricted else cached(key, make)
    response = pdf_response(content, name=page.slug)
    response.headers["Content-Language"] = get_language() or ""
    if restricted:
        response.headers["Cache-Control"] = "private, no-store"
    return response
