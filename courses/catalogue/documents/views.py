"""Documents of the catalogue as files. What a document holds is what the user of the request may open."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from courses.catalogue.documents import reading
from courses.catalogue.documents.curriculum import curriculum_document
from courses.catalogue.documents.syllabus import syllabus_document
from courses.catalogue.models import Course, Programme
from publishing import limits
from publishing.access import may_open, restricted_paths
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.publications import Document, pdf_response, render_pdf
from publishing.publications.word import docx_of, docx_response

P = TypeVar("P", bound=BasePage)


@require_safe
def course_reading(request: HttpRequest, course_id: int) -> HttpResponse:
    """``/do-druku/kurs/<id>/``: the lessons of a course on paper. Raises ``Http404``."""
    course = _open(Course, course_id, request)

    def make() -> bytes:
        data, files = reading.reading_of(course, request)
        return render_pdf(reading.TEMPLATE, data, title=course.title, language=course.locale.language_code, files=files)

    return _file(request, course, "pdf", make, private=course.withholds_text)


@require_safe
def syllabus(request: HttpRequest, course_id: int, suffix: str) -> HttpResponse:
    """``/karty-przedmiotow/<id>.pdf`` and ``.docx``: the module card of a course. Raises ``Http404``."""
    course = _open(Course, course_id, request)
    return _document(request, course, suffix, lambda: syllabus_document(course, request))


@require_safe
def curriculum(request: HttpRequest, programme_id: int, suffix: str) -> HttpResponse:
    """``/programy/<id>.pdf`` and ``.docx``: the curriculum of a programme. Raises ``Http404``."""
    programme = _open(Programme, programme_id, request)
    return _document(request, programme, suffix, lambda: curriculum_document(programme, request))


def _document(
    request: HttpRequest, page: Course | Programme, suffix: str, read: Callable[[], Document]
) -> HttpResponse:
    language = page.locale.language_code

    def make() -> bytes:
        with translation.override(language):
            document = read()
        if suffix == "docx":
            return docx_of(document, language=language)
        return render_pdf("document", document, title=document.title, language=language)

    return _file(request, page, suffix, make)


def _open(model: type[P], pk: int, request: HttpRequest) -> P:
    page = model.objects.live().select_related("locale").filter(pk=pk).first()
    if page is None or not may_open(page, request):
        raise Http404
    return page


def _file(
    request: HttpRequest, page: BasePage, suffix: str, make: Callable[[], bytes], *, private: bool = False
) -> HttpResponse:
    """The document as a file, kept like other public values where everybody is shown the same."""
    if not limits.allowed_here(request, "pdf"):
        return limits.too_many(request)
    private = private or bool(restricted_paths())
    content = make() if private else cached(("document", request.path, language_key()), make)
    response = (pdf_response if suffix == "pdf" else docx_response)(content, name=page.slug)
    if private:
        response.headers["Cache-Control"] = "private, no-store"
    return response
