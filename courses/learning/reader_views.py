"""The contributions of learning to pages of the catalogue: the user's enrolment, progress and answers."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from wagtail.models import Page

from courses.activities.cards import ExerciseChange
from courses.activities.hosted.frames import frame_urls
from courses.activities.runtime import StateStore
from courses.catalogue import reader_views
from courses.catalogue.cards import EnrolmentCard, LessonCompletion, OfflinePanel, Standing
from courses.catalogue.models import Course, Lesson, Programme
from courses.catalogue.reader_views import CoursesView, CourseView, LessonView, ProgrammeView
from courses.learning import dashboard, places, programmes, trying
from courses.learning.answering import attached, sent_by_script
from courses.learning.conditions import condition_of
from courses.learning.hosted import LEARNER
from courses.learning.missing import missing_in, missing_in_lessons, missing_lessons
from courses.learning.models import Enrolment
from courses.learning.notes.boxes import note_boxes
from courses.learning.offline import owner_of
from courses.learning.placement.questions import may_take_test
from courses.learning.release import locks_of, missing_prerequisites
from courses.learning.relied_on import is_relied_on
from people.current_user import user_or_none
from people.models import User


def register() -> None:
    """Called once, when Django is ready."""
    reader_views.register(LessonView, lesson_view)
    reader_views.register(CourseView, course_view)
    reader_views.register(CoursesView, courses_view)
    reader_views.register(ProgrammeView, programme_view)


def lesson_view(view: LessonView, page: Lesson, request: HttpRequest) -> LessonView:
    """The lesson for an enrolled learner; for other users with exercises to try."""
    answering = attached(request)
    user, answered = user_or_none(request), answering.answered
    if user is None:
        return trying.shown(view, page, request, answering.tried)
    enrolment = answered.enrolment if answered else Enrolment.objects.of(user).covering(page).first()
    if enrolment is None:
        return trying.shown(view, page, request, answering.tried)
    store = answered.store if answered else None
    if store is None:
        store = StateStore.load(user_id=user.pk, activities=page.activities)
    if answered is not None and answered.completed is not None:
        item = dashboard.progress_of(enrolment, answered.completed, request)
    else:
        (item,) = dashboard.course_progress([enrolment], request)
    done = page.key in item.completed
    pinned = enrolment.pinned.lesson(page.key)
    condition = condition_of(page, pinned)
    missing = len(condition.activities - store.completed())
    # The current step is this lesson, not the one that the learner would continue with.
    progress = dashboard.progress_at(item, page.key)
    csrf_token = get_token(request)
    return replace(
        view,
        user_id=user.pk,
        enrolled=True,
        progress_steps=progress.progress_steps,
        label=item.label,
        counted=progress.counted,
        completed=item.completed,
        completion=LessonCompletion(
            # Nothing is missing and still not completed: an editor removed the last one, so the learner may mark it.
            rule=condition.rule if missing or done else str(Lesson.CompletionRule.MANUAL),
            done=done,
            missing=missing,
            missing_parts=()
            if done
            else missing_in(page.activities, rule=page.rule, pinned=pinned, solved=store.completed()),
            finished=item.finished,
            finish_url=reverse("learning:finish", args=[item.enrolment.course_id]) if item.may_finish else "",
            next_course=dashboard.next_course(item, user=user, request=request) if done and item.finished else None,
            mark_url=reverse("learning:mark", args=[page.pk]),
            unmark_url=_unmark_url(page, enrolment, user)
            if done and condition.rule == str(Lesson.CompletionRule.MANUAL)
            else "",
            summary_url=dashboard.summary_url(item),
        ),
        csrf_token=csrf_token,
        below_passages={} if sent_by_script(request) else note_boxes(page, enrolment, csrf_token=csrf_token),
        place=places.place_in(page, enrolment),
        place_url=reverse("learning:place", args=[page.pk]),
        action=lambda activity: reverse("learning:answer", args=[page.pk, activity]),
        frame_url=frame_urls(request, user_id=user.pk, mode=LEARNER, place=page.pk),
        changes={**view.changes, **(answering.refused or _current_version(page, request))},
        store=store,
        locks=locks_of(enrolment, completed=item.completed),
        offline=OfflinePanel(owner_of(user), page.title),
    )


def _unmark_url(page: Lesson, enrolment: Enrolment, user: User) -> str:
    """Where the learner takes back that the lesson is completed; empty where they cannot."""
    if enrolment.completed_at is not None and is_relied_on(user, enrolment.course_id):
        return ""
    return reverse("learning:unmark", args=[page.pk])


def _current_version(page: Lesson, request: HttpRequest) -> dict[UUID, ExerciseChange]:
    """The exercise that is asked for as it is now, though an earlier version of it was answered."""
    return {UUID(item): ExerciseChange() for item in page.exercises if item == request.GET.get("nowa-wersja")}


def course_view(view: CourseView, page: Course, request: HttpRequest) -> CourseView:
    """The course for a signed-in user: the URL to enrol at, and for a learner the progress."""
    user = user_or_none(request)
    if user is None:
        return view
    view = replace(view, enrol_url=reverse("learning:enrol", args=[page.pk]))
    items = dashboard.course_progress(Enrolment.objects.of(user).filter(course=page), request)
    if not items:
        return replace(view, missing_prerequisites=tuple(missing_prerequisites(user=user, course=page)))
    (item,) = items
    resume = dashboard.resume(item, user=user, request=request)
    return replace(
        view,
        enrolment=EnrolmentCard(
            progress_steps=item.progress.progress_steps,
            label=item.label,
            finished=item.finished,
            finish_url=reverse("learning:finish", args=[page.pk]) if item.may_finish else "",
            started=item.started,
            placement_url=reverse("learning:placement", args=[page.pk]) if may_take_test(item) else "",
            resume_url=resume.url if resume else "",
            resume_title=resume.lesson_title if resume else "",
            closed_title=dashboard.closed_title(item, request),
            next_course=dashboard.next_course(item, user=user, request=request) if item.finished else None,
            missing=() if item.finished else missing_lessons(item, request),
            additions=dashboard.additions(item, request),
            summary_url=dashboard.summary_url(item),
        ),
        missing=missing_in_lessons([item], request)[0],
        counted=item.progress.counted,
        completed=item.completed,
        locks=locks_of(item.enrolment, completed=item.completed),
    )


def courses_view(view: CoursesView, page: Page, request: HttpRequest) -> CoursesView:
    """The list for a signed-in user: the progress in the courses that they are enrolled in."""
    user = user_or_none(request)
    if user is None:
        return view
    return CoursesView(
        {
            **view.courses,
            **{
                item.enrolment.course_id: Standing(
                    item.progress.progress_steps, item.label, item.finished, item.progress.total
                )
                for item in dashboard.course_progress(dashboard.enrolments_of(user), request)
            },
        }
    )


def programme_view(view: ProgrammeView, page: Programme, request: HttpRequest) -> ProgrammeView:
    """The programme for a signed-in user: the progress of whoever has begun it."""
    user = user_or_none(request)
    return ProgrammeView(programmes.standing_in(page, user_id=user.pk, request=request)) if user else view
