"""The pages of a quiz: its attempts, an attempt under way, and the review of a closed one."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.activities.given import Given, pairs_of
from courses.activities.models import Activity
from courses.activities.rendering import QUESTION_PREFIX
from courses.activities.runtime import PomostRuntime, StateStore
from courses.catalogue.models import Lesson
from courses.learning.answering import sent_by_script
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Enrolment, QuizAnswer, QuizAttempt
from courses.learning.opening import open_lesson
from courses.learning.places import exercise_url
from courses.learning.quizzes import cards, services
from courses.learning.quizzes.errors import AttemptClosedError
from people.current_user import user_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, lesson_id: int, activity_id: UUID) -> HttpResponse:
    """The own attempts at a quiz; POST begins one, or goes on with the one under way."""
    lesson, user = open_lesson(request, lesson_id), user_of(request)
    if request.method == "POST":
        try:
            attempt = services.start_attempt(user=user, lesson=lesson, activity_id=activity_id)
        except NotEnrolledError:
            raise PermissionDenied from None
        except Activity.DoesNotExist:
            raise Http404 from None
        except NotAllowedError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(exercise_url(request, lesson, activity_id))
        return redirect("learning:quiz_attempt", attempt.pk)
    if not Enrolment.objects.of(user).covering(lesson).exists():
        return HttpResponseRedirect(exercise_url(request, lesson, activity_id))
    try:
        version = services.quiz_in(lesson, activity_id)
    except Activity.DoesNotExist:
        raise Http404 from None
    attempts = list(QuizAttempt.objects.of(user).filter(activity=activity_id).select_related("version"))
    store = StateStore.load(user_id=user.pk, activities=[activity_id])
    runtime = PomostRuntime(activity=activity_id, tree=version.tree, user_id=user.pk, store=store)
    context = {
        **_lesson_context(request, lesson, activity_id),
        "quiz": runtime.root().card(),
        "attempts": [cards.attempt_card(attempt) for attempt in attempts],
    }
    return render(request, "learning/pages/quiz.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """An own attempt: the questions while it is under way, then the review. POST saves, and closes if asked to."""
    found = get_object_or_404(
        QuizAttempt.objects.of(user_of(request)).select_related("version", "lesson__locale"), pk=attempt_id
    )
    if request.method == "POST":
        return _saved(request, found)
    if found.closed_at is None and found.is_overdue():
        services.close_attempt(attempt=found)
        messages.info(request, _("The time is over. What you had saved counts."))
        found.refresh_from_db(fields=["closed_at", "score"])
    rows = list(found.answers.select_related("version"))
    context = {
        **(_lesson_context(request, found.lesson, found.activity_id) if found.lesson else {}),
        "title": found.fields["title"],
        "attempt": cards.attempt_card(found),
    }
    if found.closed_at is None:
        return _form(request, found, rows, context)
    context |= {
        "review": cards.review(found, rows),
        "pass_mark": found.fields["pass_mark"],
        "may_retake": services.may_retake(found),
    }
    return render(request, "learning/pages/quiz_review.html", context)


def _form(request: HttpRequest, found: QuizAttempt, rows: list[QuizAnswer], context: dict[str, Any]) -> HttpResponse:
    shown = {
        **context,
        "questions": cards.paper(found, rows),
        "question_ids": [row.version.activity_id for row in rows],
        "saved_at": found.saved_at,
        "closes_at": found.closes_at,
        "seconds_left": cards.seconds_left(found),
    }
    return render(request, "learning/pages/quiz_attempt.html", shown)


def _saved(request: HttpRequest, found: QuizAttempt) -> HttpResponse:
    try:
        saved = services.save_answers(attempt=found, given=_given_in(request.POST))
    except AttemptClosedError:
        words = _("This attempt is closed, so the answer was not taken. What you had saved before counts.")
        if sent_by_script(request):
            return JsonResponse({"closed": True, "message": words}, status=HTTPStatus.CONFLICT)
        messages.error(request, words)
        return redirect("learning:quiz_attempt", found.pk)
    if "close" in request.POST:
        services.close_attempt(attempt=found)
    elif sent_by_script(request):
        moment = timezone.localtime(saved.saved_at)
        return JsonResponse({"closed": False, "message": _("Saved at %(time)s") % {"time": f"{moment:%H:%M}"}})
    else:
        messages.success(request, _("Your answers are saved. You may go on."))
    return redirect("learning:quiz_attempt", found.pk)


def _given_in(form: QueryDict) -> dict[UUID, Given]:
    """What a form answers, by activity. A question with no value left is answered with nothing."""
    pairs = pairs_of(form)
    found = {}
    for text in form.getlist("question"):
        try:
            activity = UUID(text)
        except ValueError:
            continue
        found[activity] = Given.of(pairs, name=f"{QUESTION_PREFIX}{activity}")
    return found


def _lesson_context(request: HttpRequest, lesson: Lesson, activity_id: UUID) -> dict[str, Any]:
    return {
        "lesson_title": lesson.title,
        "lesson_url": exercise_url(request, lesson, activity_id),
        "quiz_args": (lesson.pk, activity_id),
    }
