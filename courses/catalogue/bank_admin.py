"""The exercises of a lesson in Wagtail's admin: moving them to the question bank and back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.activities.bank.errors import MoveToBankError
from courses.catalogue import banking
from courses.catalogue.models import Lesson
from editing.frames import frame
from people.current_user import user_of

ADD = "bank.add_bankquestion"


@require_http_methods(["GET", "HEAD", "POST"])
def exercises(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """``lessons/<id>/exercises/``: lists the exercises; POST moves one, named by its block."""
    lesson = get_object_or_404(Lesson, pk=lesson_id)
    user = user_of(request)
    if not (lesson.permissions_for_user(user).can_publish() and user.has_perm(ADD)):
        raise PermissionDenied
    if request.method == "POST":
        block_id = request.POST.get("block", "")
        try:
            if request.POST.get("to") == "lesson":
                banking.move_to_lesson(lesson=lesson, block_id=block_id, user=user)
                messages.success(request, _("The exercise is in the lesson again, with all its answers."))
            else:
                banking.move_to_bank(lesson=lesson, block_id=block_id, user=user)
                messages.success(request, _("The exercise is in the bank and stands in the lesson as before."))
        except MoveToBankError as error:
            messages.error(request, str(error))
        return redirect("lesson_exercises", lesson_id)
    context = {
        **frame(_("Exercises and the question bank"), lesson.title, icon="help"),
        "rows": banking.exercises_of(lesson),
    }
    return TemplateResponse(request, "catalogue/admin/exercises.html", context)
