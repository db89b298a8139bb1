"""The learner's pages and forms. Every change is a POST."""

import json
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from courses.activities.answer_time import parsed
from courses.activities.cards import ExerciseChange
from courses.activities.errors import InvalidAnswerError
from courses.activities.given import Given, answers_in, pairs_of
from courses.activities.models import Activity
from courses.catalogue.cards import OfflinePanel
from courses.catalogue.models import Course, Lesson
from courses.learning import dashboard, offline, services, trying
from courses.learning.answering import Answering, attach, sent_by_script
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.finish import summary_of
from courses.learning.models import Enrolment
from courses.learning.opening import SignInError, change, open_course, open_lesson, open_programme
from courses.learning.places import exercise_url
from people.current_user import user_of, user_or_none
from publishing import limits
from publishing.links import fields_of


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Moja nauka: resume first, then what is due, then the courses."""
    user = user_of(request)
    shown = dashboard.home(user=user, request=request)
    context = {**fields_of(shown), "offline": OfflinePanel(offline.owner_of(user))}
    return render(request, "learning/pages/home.html", context)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """``/sw.js``: the service worker, at the top so that it may show every page that a learner has kept."""
    places = {
        "static": settings.STATIC_URL,
        "media": settings.MEDIA_URL,
        "fallback": reverse("learning:offline"),
        "signOut": [reverse("account_logout")],
    }
    script = f"const PLACES = {json.dumps(places)};\n{offline.worker_script()}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_required
@never_cache
@require_safe
def without_connection(request: HttpRequest) -> HttpResponse:
    """``/moja-nauka/bez-internetu/``: shown instead of a page that was not kept, with those that were."""
    panel = OfflinePanel(offline.owner_of(user_of(request)))
    return render(request, "learning/pages/offline.html", {"offline": panel})


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """``/moja-nauka/skrzynka/``: who is signed in, and a token to send with what waited. Anonymous: 401."""
    user = user_or_none(request)
    if user is None:
        return JsonResponse({}, status=HTTPStatus.UNAUTHORIZED)
    return JsonResponse({"owner": offline.owner_of(user), "token": get_token(request)})


def _course_place(request: HttpRequest, course: Course) -> str:
    return str(course.get_url(request))


def _completion_place(request: HttpRequest, lesson: Lesson) -> str:
    return f"{lesson.get_url(request)}#dalej"


@change(lambda request, course_id: _course_place(request, open_course(request, course_id)))
def enrol(request: HttpRequest, course_id: int) -> HttpResponse:
    course = open_course(request, course_id)
    try:
        enrolment = services.enrol(user=user_of(request), course=course)
    except NotAllowedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_course_place(request, course))
    messages.success(request, _("You are on the course."))
    (item,) = dashboard.course_progress([enrolment], request)
    resume = dashboard.resume(item, user=user_of(request), request=request)
    return HttpResponseRedirect(resume.url if resume else _course_place(request, course))


@change(lambda request, lesson_id, activity_id: exercise_url(request, open_lesson(request, lesson_id), activity_id))
def answer(request: HttpRequest, lesson_id: int, activity_id: UUID) -> HttpResponse:
    """Records an answer: redirects to the exercise in the lesson or, for a script, responds with the changed HTML.

    An invalid form is shown again with the error and the chosen values.
    """
    lesson = open_lesson(request, lesson_id)
    form, key = _form_of(request.POST), _key_of(request)
    status = 200
    try:
        answered = services.answer_exercise(
            user=user_of(request),
            lesson=lesson,
            activity_id=activity_id,
            form=form,
            key=key,
            made_at=parsed(request.POST.get("made_at", "")),
        )
    except NotEnrolledError:
        raise PermissionDenied from None
    except Activity.DoesNotExist:
        raise Http404 from None
    except NotAllowedError as error:  # the lesson is locked, so its page has no exercise to show
        if sent_by_script(request):
            raise PermissionDenied from None
        messages.error(request, str(error))
        return HttpResponseRedirect(str(lesson.get_url(request)))
    except InvalidAnswerError as error:
        status = 422
        change = ExerciseChange(error=str(error), given=Given.of(form))
        attach(request, Answering(refused={activity_id: change}))
    else:
        # The response uses the data read and written here instead of reading it again.
        attach(request, Answering(answered=answered))
        if not sent_by_script(request):
            return HttpResponseRedirect(exercise_url(request, lesson, activity_id))
    response = _drawn(request, lesson, activity_id, status=status)
    if status == HTTPStatus.OK and answered.outcome.superseded:
        response.headers["X-Answer"] = "later"
    return response


def _form_of(sent: QueryDict) -> list[tuple[str, str]]:
    return answers_in(pairs_of(sent))


def _key_of(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None


def _drawn(request: HttpRequest, lesson: Lesson, activity_id: UUID, *, status: int) -> HttpResponse:
    """The lesson after an answer; for a script only the HTML that the answer changes."""
    response: HttpResponse
    if sent_by_script(request):
        response = _what_changes(request, lesson, activity_id)
    else:
        response = lesson.serve(request)
        response.render()  # type: ignore[attr-defined]
    response.status_code = status
    return response


def _what_changes(request: HttpRequest, lesson: Lesson, activity_id: UUID) -> HttpResponse:
    context = lesson.get_context(request)
    html = next((part for part in context["segments"] if f'data-activity="{activity_id}"' in part), None)
    if html is None:
        raise Http404
    # Followed by the other parts of the page that an answer changes, which the script replaces too.
    around = [
        render_to_string(f"components/{name}.html", context, request=request)
        for name in ("lesson_bar", "completion", "lesson_pager")
    ]
    return HttpResponse("".join([html, *around]))


# Nothing is recorded and no permission depends on the session, so the form needs no token and can be part of a page in
# the page cache.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def try_exercise(request: HttpRequest, lesson_id: int, activity_id: UUID) -> HttpResponse:
    """Evaluates an answer without an enrolment and shows the feedback in the lesson; nothing is recorded.

    A user who has enrolled meanwhile is redirected to the exercise, to answer it there. Beyond the limit: 429.
    """
    try:
        lesson = open_lesson(request, lesson_id)
    except SignInError:
        return redirect_to_login(request.path)
    place = exercise_url(request, lesson, activity_id)
    if request.method == "GET":
        return HttpResponseRedirect(place)
    user = user_or_none(request)
    if user is not None and Enrolment.objects.of(user).covering(lesson).exists():
        messages.info(request, _("You are on this course: answer the exercise here and the answer will be recorded."))
        return HttpResponseRedirect(place)
    if _is_locked(lesson):
        return HttpResponseRedirect(str(lesson.get_url(request)))
    form = _form_of(request.POST)
    if limits.allowed_here(request, "exercise_trial"):
        try:
            tried = trying.answer_to(lesson, activity_id, form)
        except Activity.DoesNotExist:
            raise Http404 from None
        status = 422 if tried.error else 200
    else:
        words = _("Many answers have come from your network address in a short time. Wait a minute and send it again.")
        tried, status = trying.Tried(activity_id, form, error=words), 429
    attach(request, Answering(tried=tried))
    return _drawn(request, lesson, activity_id, status=status)


def _is_locked(lesson: Lesson) -> bool:
    """Whether the lesson is locked for those who are not enrolled; its exercises cannot be tried then."""
    course = Course.objects.get(path=lesson.course_path)
    return lesson.key in course.locks_for_visitors()


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, lesson_id: int, activity_id: UUID) -> HttpResponse:
    """Records an answer that was tried before signing in, after confirmation, because it also enrols the user."""
    try:
        lesson = open_lesson(request, lesson_id)
    except SignInError:
        raise Http404 from None
    place = exercise_url(request, lesson, activity_id)
    if _is_locked(lesson):
        return HttpResponseRedirect(str(lesson.get_url(request)))
    try:
        if request.method == "POST":
            services.keep_answer(
                user=user_of(request),
                lesson=lesson,
                activity_id=activity_id,
                form=_form_of(request.POST),
                key=_key_of(request),
            )
            messages.success(request, _("The answer is recorded and you are on the course."))
            return HttpResponseRedirect(place)
        tried = trying.answer_to(lesson, activity_id, _form_of(request.GET))
    except Activity.DoesNotExist:
        raise Http404 from None
    except (InvalidAnswerError, NotAllowedError) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(place)
    if tried.error:
        messages.error(request, tried.error)
        return HttpResponseRedirect(place)
    context = {
        "lesson": lesson,
        "lesson_url": place,
        "course": lesson.get_parent().get_parent(),
        "exercise": trying.drawn(lesson, tried),
        "answers": tried.form,
        "key": uuid4(),
    }
    return render(request, "learning/pages/keep.html", context)


@change(lambda request, course_id: _course_place(request, open_course(request, course_id)))
def finish(request: HttpRequest, course_id: int) -> HttpResponse:
    """Completes a course in which no lesson is missing."""
    course = open_course(request, course_id)
    try:
        services.finish_course(user=user_of(request), course=course)
    except NotEnrolledError:
        raise PermissionDenied from None
    except NotAllowedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_course_place(request, course))
    return HttpResponseRedirect(reverse("learning:summary", args=[course.pk]))


@change(lambda request, course_id: _course_place(request, open_course(request, course_id)))
def additions(request: HttpRequest, course_id: int) -> HttpResponse:
    """Has the lessons that were added to the course count."""
    course = open_course(request, course_id)
    try:
        enrolment = services.take_in_additions(user=user_of(request), course=course)
    except NotEnrolledError:
        raise PermissionDenied from None
    (item,) = dashboard.course_progress([enrolment], request)
    if item.finished:
        messages.success(request, _("What was added is taken in. Your course stays completed."))
    else:
        messages.success(request, _("What was added is taken in and counts towards your progress."))
    return HttpResponseRedirect(_course_place(request, course))


@change(lambda request, programme_id: str(open_programme(request, programme_id).get_url(request)))
def programme_additions(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Has the courses that were added to the programme count."""
    programme = open_programme(request, programme_id)
    try:
        begun = services.take_in_programme_additions(user=user_of(request), programme=programme)
    except NotEnrolledError:
        raise PermissionDenied from None
    if begun.completed_at is not None:
        messages.success(request, _("The changes of the programme are taken in. Your programme stays completed."))
    else:
        messages.success(request, _("The changes of the programme are taken in and count towards your progress."))
    return HttpResponseRedirect(str(programme.get_url(request)))


@login_required
@never_cache
@require_safe
def summary(request: HttpRequest, course_id: int) -> HttpResponse:
    """The result of a completed course and what next; a course that is not completed leads to its page."""
    enrolment = get_object_or_404(Enrolment.objects.of(user_of(request)), course=course_id)
    if enrolment.completed_at is None:
        return HttpResponseRedirect(_course_place(request, open_course(request, course_id)))
    (item,) = dashboard.course_progress([enrolment], request)
    shown = summary_of(item, user=user_of(request), request=request)
    return render(request, "learning/pages/summary.html", fields_of(shown))


@change(lambda request, lesson_id: str(open_lesson(request, lesson_id).get_url(request)))
def place(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Keeps the place where the learner reads, which a script tells; the response is empty."""
    try:
        services.keep_place(
            user=user_of(request), lesson=open_lesson(request, lesson_id), anchor=request.POST.get("place", "")
        )
    except NotEnrolledError:
        raise PermissionDenied from None
    except NotAllowedError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@change(lambda request, lesson_id: _completion_place(request, open_lesson(request, lesson_id)))
def mark(request: HttpRequest, lesson_id: int) -> HttpResponse:
    return _mark(request, lesson_id, completed=True)


@change(lambda request, lesson_id: _completion_place(request, open_lesson(request, lesson_id)))
def unmark(request: HttpRequest, lesson_id: int) -> HttpResponse:
    return _mark(request, lesson_id, completed=False)


def _mark(request: HttpRequest, lesson_id: int, *, completed: bool) -> HttpResponse:
    lesson = open_lesson(request, lesson_id)
    try:
        if completed:
            services.mark_completed(user=user_of(request), lesson=lesson)
        else:
            services.unmark_completed(user=user_of(request), lesson=lesson)
    except NotEnrolledError:
        raise PermissionDenied from None
    except NotAllowedError as error:
        if sent_by_script(request):  # by the outbox, which tells the learner
            return HttpResponse(str(error), status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8")
        messages.error(request, str(error))
    return HttpResponseRedirect(_completion_place(request, lesson))
