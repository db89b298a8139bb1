"""Who is reading a page of the catalogue, and how far they are."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from wagtail.models import Page

from courses.activities.runtime import StateStore
from courses.catalogue.cards import EnrolmentCard, Standing
from courses.catalogue.models import Catalogue, Course, Lesson, Programme
from courses.catalogue.signals import CoursesView, CourseView, LessonView, opened, opened_anonymously
from courses.learning import dashboard, trying
from courses.learning.conditions import condition_of
from courses.learning.models import Enrolment
from courses.learning.services import Answered
from people.access import user_of


def connect() -> None:
    """Called once, when Django is ready."""
    opened.connect(_lesson_opened, sender=Lesson, dispatch_uid="learning.lesson")
    opened_anonymously.connect(_lesson_opened_anonymously, sender=Lesson, dispatch_uid="learning.lesson_anonymously")
    opened.connect(_course_opened, sender=Course, dispatch_uid="learning.course")
    for model in (Catalogue, Programme):
        opened.connect(_courses_opened, sender=model, dispatch_uid=f"learning.courses.{model.__name__}")


def _lesson_opened_anonymously(sender: type[Lesson], page: Lesson, request: HttpRequest, **_kwargs: Any) -> LessonView:
    return trying.view_of(page, request)


def _lesson_opened(sender: type[Lesson], page: Lesson, request: HttpRequest, **_kwargs: Any) -> LessonView:
    user = user_of(request)
    answered: Answered | None = getattr(request, "pomost_answered", None)
    enrolment = answered.enrolment if answered else Enrolment.objects.of(user).covering(page).first()
    if enrolment is None:
        return trying.view_of(page, request)
    store = answered.store if answered else None
    if store is None:
        store = StateStore.load(user_id=user.pk, activities=[UUID(item) for item in page.exercises])
    if answered is not None and answered.completed is not None:
        item = dashboard.progress_of(enrolment, answered.completed, request)
    else:
        (item,) = dashboard.course_progress([enrolment], request)
    done = page.key in item.completed
    condition = condition_of(page, enrolment.outline.outline.lesson(page.key))
    missing = len(condition.activities - store.completed())
    # On the bridge one stands on the lesson that is open, wherever one would go on.
    progress = dashboard.progress_at(item, page.key)
    return LessonView(
        user_id=user.pk,
        enrolled=True,
        planks=progress.planks,
        label=item.label,
        completed=item.completed,
        completion={
            "done": done,
            # Nothing is missing and still not completed: an editor took away the last one, so one's word is enough.
            "rule": condition.rule if missing or done else str(Lesson.CompletionRule.MANUAL),
            "missing": missing,
            "finished": item.finished,
            "finish_url": reverse("learning:finish", args=[item.enrolment.course_id]) if item.may_finish else "",
            "onward": dashboard.onward(item, user=user, request=request) if done and item.finished else None,
            "mark_url": reverse("learning:mark", args=[page.pk]),
            "unmark_url": reverse("learning:unmark", args=[page.pk]),
        },
        csrf_token=get_token(request),
        action=lambda activity: reverse("learning:answer", args=[page.pk, activity]),
        special=getattr(request, "pomost_special", None) or _anew(page, request),
        store=store,
    )


def _anew(page: Lesson, request: HttpRequest) -> dict[UUID, dict[str, Any]]:
    """The exercise that is asked for as it is now, though an earlier version of it was answered."""
    return {UUID(item): {"anew": True} for item in page.exercises if item == request.GET.get("nowa-wersja")}


def _course_opened(sender: type[Course], page: Course, request: HttpRequest, **_kwargs: Any) -> CourseView:
    enrol_url = reverse("learning:enrol", args=[page.pk])
    enrolment = Enrolment.objects.of(user_of(request)).filter(course=page)
    items = dashboard.course_progress(enrolment, request)
    if not items:
        return CourseView(enrolment=None, enrol_url=enrol_url)
    (item,) = items
    user = user_of(request)
    resume = dashboard.resume(item, user=user, request=request)
    return CourseView(
        enrolment=EnrolmentCard(
            planks=item.progress.planks,
            label=item.label,
            finished=item.finished,
            finish_url=reverse("learning:finish", args=[page.pk]) if item.may_finish else "",
            started=item.started,
            resume_url=resume.url if resume else "",
            resume_title=resume.lesson_title if resume else "",
            closed_title=dashboard.closed_title(item, request),
            onward=dashboard.onward(item, user=user, request=request) if item.finished else None,
        ),
        enrol_url=enrol_url,
        completed=item.completed,
    )


def _courses_opened(sender: type[Page], page: Page, request: HttpRequest, **_kwargs: Any) -> CoursesView:
    return CoursesView(
        {
            item.enrolment.course_id: Standing(item.progress.planks, item.label, item.finished)
            for item in dashboard.course_progress(dashboard.enrolments_of(user_of(request)), request)
        }
    )
