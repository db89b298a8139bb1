"""Lessons: text with exercises as blocks."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.activities.blocks import PLACEHOLDER_PATTERN
from courses.activities.cards import ExerciseFrame
from courses.activities.extracts import ExerciseSource
from courses.activities.hosted.editing import PREVIEW
from courses.activities.hosted.frames import frame_urls
from courses.activities.models import Activity, VersionTree, trees_of
from courses.activities.rendering import render_exercises
from courses.activities.runtime.allowed import is_our_own
from courses.catalogue.blocks import LessonBodyBlock
from courses.catalogue.cards import LessonMap, LessonSurroundings
from courses.catalogue.lock_words import lock_card, lock_labels
from courses.catalogue.models.course import Course
from courses.catalogue.models.live_lessons import course_path_of
from courses.catalogue.outline_shown import Numbers, topic_folded, topic_shown
from courses.catalogue.passages import with_passages
from courses.catalogue.reader_views import LessonView, view_of
from courses.catalogue.release import NO_LOCKS, Lock
from people.current_user import sign_in_address, user_or_none
from publishing.access import is_closed
from publishing.links import Link, downloads_in, fields_of
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.pipeline import extracts_of
from publishing.public_cache import cached
from reference.listing import requirements_in

WHOLE_OUTLINE = 40
"""In a course of more lessons, a lesson's page lists only the lessons of its topic, to keep the page small."""


class Lesson(BasePage):
    """A lesson. When it goes live, its exercises are stored as versions and the outline of its course is updated."""

    class CompletionRule(models.TextChoices):
        EXERCISES = "exercises", _("when every exercise has been answered rightly")
        MANUAL = "manual", _("when the learner marks it as completed")

    body = StreamField(LessonBodyBlock(), verbose_name=_("text"), blank=True)
    duration = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("With the exercises. Empty: the time of reading.")
    )
    completion_rule = models.CharField(
        _("completed"), max_length=10, choices=CompletionRule, default=CompletionRule.EXERCISES
    )
    exercises: Any = models.JSONField(editable=False, default=list)

    template = "catalogue/pages/lesson.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Topic"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("duration"), FieldPanel("completion_rule")], heading=_("Time and completion")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def course_path(self) -> str:
        return course_path_of(self.path)

    def withholds_text(self) -> bool:
        """Whether the text is not open to everybody, by the rules of the course; one query."""
        course = Course.objects.filter(path=self.course_path).only("reading", "release").first()
        return course is not None and course.withholds_text

    @property
    def activities(self) -> tuple[UUID, ...]:
        """The exercises in order."""
        return tuple(UUID(item) for item in self.exercises)

    def answerable(self) -> dict[UUID, Activity]:
        """The activities that may be answered here with their current versions, cached until something is published."""

        def read() -> dict[UUID, Activity]:
            placed = Activity.objects.in_lesson(key=self.key, placed=self.activities)
            return placed.select_related("current").in_bulk()

        return cached(("answerable", self.pk), read)

    @property
    def minutes(self) -> int:
        return self.duration or super().minutes

    @property
    def rule(self) -> str:
        """The completion rule in force: a lesson without exercises is completed by the learner's mark only."""
        if self.completion_rule == self.CompletionRule.EXERCISES and not self.exercises:
            return str(self.CompletionRule.MANUAL)
        return str(self.completion_rule)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        preview = bool(getattr(request, "is_preview", False))
        view = self._previewed(request) if preview else view_of(LessonView, page=self, request=request)
        page_url = self.get_url(request) or "/"
        sign_in_url = sign_in_address(page_url)
        _topic, course, _link = self._place(request)
        held = NO_LOCKS if preview else view.locks if view.enrolled else course.locks_for_visitors()
        lock = held.get(self.key)
        context.update(
            {
                **fields_of(self.surroundings(request, view, held)),
                **fields_of(self._map() if preview else cached(("page map", self.pk), self._map)),
                "lock": lock_card(lock, course.lesson_list(request)) if lock else None,
                "preview": preview,
                "enrolled": view.enrolled,
                "trying": view.trying,
                "progress_steps": view.progress_steps,
                "label": view.label,
                "completion": view.completion,
                "offline": view.offline,
                "place": view.place,
                "place_url": view.place_url,
                "sign_in_url": sign_in_url,
                "segments": []
                if lock
                else self.segments(view, page_url=page_url, sign_in_url=sign_in_url, preview=preview),
            }
        )
        if lock:  # nothing of the text, not even its headings
            context.update(headings=[], requirements=[], downloads=[], exercises_count=0)
        return context

    def _previewed(self, request: HttpRequest) -> LessonView:
        """The lesson for its editor, with the activities of the library to try."""
        user, place = user_or_none(request), self.pk
        if user is None or place is None:
            return LessonView()
        return LessonView(frame_url=frame_urls(request, user_id=user.pk, mode=PREVIEW, place=place))

    def _place(self, request: HttpRequest) -> tuple[str, Course, Link]:
        """The title of the topic, the course and the link to it."""

        def compute() -> tuple[str, Course, Link]:
            topic = self.get_parent()
            course = Course.objects.parent_of(topic).get()
            return topic.title, course, Link(course.title, course.get_url(request) or "")

        return cached(("lesson", self.pk, language_key()), compute)

    def _map(self) -> LessonMap:
        """Requirements, downloads and number of exercises; cached, for they change only with a publish."""
        return LessonMap(
            requirements=requirements_in(self.body, html=self.body_html),
            exercises_count=len(self.exercises),
            downloads=downloads_in(self.body),
        )

    def surroundings(
        self, request: HttpRequest, view: LessonView, held: Mapping[UUID, Lock] = NO_LOCKS
    ) -> LessonSurroundings:
        """The course of the lesson for this user, for whom the lessons of ``held`` are locked."""
        topic_title, course, link = self._place(request)
        labels = lock_labels(held, course.lesson_list(request)) if held else {}
        topics = course.open_topics(request, enrolled=view.enrolled)
        lessons = [lesson for topic in topics for lesson in topic.lessons]
        place = next((index for index, lesson in enumerate(lessons) if lesson.id == self.pk), None)
        # A draft counts as the last lesson.
        before, after = (lessons[:place], lessons[place + 1 :]) if place is not None else ([], [])
        key, own_topic = self.key, self.path[: -Page.steplen]
        numbers = Numbers.of(topics, counted=view.counted if view.enrolled else None)
        following = next((lesson for lesson in after if not is_closed(lesson.path, request)), None)
        return LessonSurroundings(
            topic_title=topic_title,
            course=link,
            outline=[
                topic_folded(topic, request, completed=view.completed, extra=numbers.extra)
                if len(lessons) > WHOLE_OUTLINE and topic.path != own_topic
                else topic_shown(
                    topic, request, completed=view.completed, current=key, extra=numbers.extra, locks=labels
                )
                for topic in topics
            ],
            number=numbers.place_of(key) if view.enrolled or place is not None else numbers.total + 1,
            lessons_count=numbers.total + (place is None and not view.enrolled),
            withdrawn_count=numbers.withdrawn,
            previous=next((lesson for lesson in reversed(before) if not is_closed(lesson.path, request)), None),
            next=following if following and following.key not in held else None,
            next_lock=labels.get(following.key, "") if following else "",
        )

    def _trees(self, order: list[UUID]) -> dict[UUID, VersionTree]:
        """The exercises as published."""
        here = self.answerable()
        return {
            activity: VersionTree(current.pk, current.tree, here[activity].title)
            for activity in order
            if activity in here and (current := here[activity].current) is not None
        }

    def _drafts(self) -> dict[UUID, VersionTree]:
        """The exercises as they are in memory; those of the library as published."""
        drafts = extracts_of(self, ExerciseSource)
        shared = trees_of(draft.uuid for draft in drafts if draft.shared)
        return {draft.uuid: shared.get(draft.uuid) or VersionTree(None, draft.tree, draft.title) for draft in drafts}

    def segments(
        self, view: LessonView, *, page_url: str = "", sign_in_url: str = "", preview: bool = False
    ) -> list[SafeString]:
        """The stored text and its exercises in order, each exercise in this learner's state.

        ``sign_in_url`` returns to this lesson at ``page_url``; each exercise adds its fragment to it.
        """
        parts = PLACEHOLDER_PATTERN.split(self.body_html)
        order = [UUID(part) for part in parts[1::2]]
        trees = self._drafts() if preview else self._trees(order)
        exercises = render_exercises(
            trees,
            order=order,
            user_id=view.user_id,
            frame=ExerciseFrame(
                can_answer=view.enrolled or view.trying,
                trying=view.trying,
                csrf_token=view.csrf_token,
                page_url=page_url,
                sign_in_url=sign_in_url,
            ),
            actions={activity: view.action(activity) for activity in order} if view.action else {},
            changes=view.changes,
            store=view.store,
            frame_urls={
                activity: view.frame_url(activity, trees[activity])
                for activity in order
                if activity in trees and not is_our_own(trees[activity].tree["type"])
            }
            if view.frame_url
            else {},
        )
        segments = []
        for index, part in enumerate(parts):
            html = exercises.get(UUID(part), "") if index % 2 else part
            if html.strip():
                segments.append(mark_safe(html))  # noqa: S308 - stored at publish, or rendered by a block's template
        return with_passages(segments, view.below_passages) if view.below_passages else segments
