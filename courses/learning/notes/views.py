"""The learner's notes: their forms in a lesson, the list of all and files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.catalogue.models import Lesson
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.notes import services
from courses.learning.notes.listing import as_data, as_markdown, notes_of
from courses.learning.notes.models import LONGEST_NOTE
from courses.learning.opening import change, open_lesson
from people.current_user import user_of


def _place(request: HttpRequest, lesson: Lesson, anchor: str = "") -> str:
    return f"{lesson.get_url(request)}#{anchor or 'dalej'}"


@change(lambda request, lesson_id: str(open_lesson(request, lesson_id).get_url(request)))
def note(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Saves the note on a passage; what was refused is shown again with the reason."""
    lesson = open_lesson(request, lesson_id)
    anchor, quote, text = (request.POST.get(name, "") for name in ("anchor", "quote", "text"))
    try:
        saved = services.save_note(user=user_of(request), lesson=lesson, anchor=anchor, quote=quote, text=text)
    except NotEnrolledError:
        raise PermissionDenied from None
    except NotAllowedError as error:
        context = {
            "lesson": lesson,
            "lesson_url": lesson.get_url(request),
            "save_url": request.path,
            "anchor": anchor,
            "quote": quote,
            "text": text,
            "error": str(error),
            "longest": LONGEST_NOTE,
        }
        return render(request, "learning/pages/note.html", context, status=422)
    messages.success(request, _("The note is saved.") if saved.text else _("The bookmark is saved."))
    return HttpResponseRedirect(_place(request, lesson, saved.anchor))


@change(lambda request, note_id: reverse("learning:notes"))
def note_delete(request: HttpRequest, note_id: int) -> HttpResponse:
    services.delete_note(user=user_of(request), note_id=note_id)
    messages.success(request, _("The note is deleted."))
    return HttpResponseRedirect(reverse("learning:notes"))


@login_required
@never_cache
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """All notes and bookmarks of the learner."""
    return render(request, "learning/pages/notes.html", {"courses": notes_of(user_of(request), request)})


@login_required
@never_cache
@require_safe
def notes_markdown(request: HttpRequest) -> HttpResponse:
    text = as_markdown(notes_of(user_of(request), request), request)
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "notatki.md") or ""
    return response


@login_required
@never_cache
@require_safe
def notes_json(request: HttpRequest) -> HttpResponse:
    data = as_data(notes_of(user_of(request), request), request)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = content_disposition_header(True, "notatki.json") or ""
    return response
