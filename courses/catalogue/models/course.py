"""Courses and their topics."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue.cards import CourseCard, LessonItem, TopicItem
from courses.catalogue.forms import CourseForm
from courses.catalogue.lock_words import lock_labels
from courses.catalogue.models.live_lessons import live_lesson_keys
from courses.catalogue.outline import OutlineData, ReleaseKind, ReleaseRule
from courses.catalogue.outline_shown import Numbers, topic_shown
from courses.catalogue.reader_views import CourseView, view_of
from courses.catalogue.release import NO_LOCKS, Lock, locks, locks_without_enrolment
from courses.catalogue.totals import Load, hours_of
from people.current_user import sign_in_address, sign_up_address
from publishing.access import refusal
from publishing.links import Link
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.signals import public_page_changed


class Course(BasePage):
    """A course: what a learner enrols in."""

    class Release(models.TextChoices):
        AT_ONCE = "at_once", _("all lessons at once")
        IN_ORDER = "in_order", _("in order: a lesson opens after the one before it")
        BY_DATE = "by_date", _("by date: the lessons of a topic open on its day")
        BY_SCORE = "by_score", _("by score: a lesson opens after the exercises of the one before it")

    class Reading(models.TextChoices):
        OPEN = "open", _("by everybody")
        ENROLLED = "enrolled", _("by enrolled people only")

    code = models.CharField(_("code"), max_length=20, blank=True, default="", help_text=_("Such as ZGS-01."))
    hours = models.PositiveIntegerField(
        _("hours"),
        null=True,
        blank=True,
        help_text=_("Where contact or own-work hours are given, this is their sum."),
    )
    contact_hours = models.PositiveSmallIntegerField(
        _("contact hours"), null=True, blank=True, help_text=_("With a trainer.")
    )
    own_hours = models.PositiveSmallIntegerField(_("hours of own work"), null=True, blank=True)
    ects = models.PositiveSmallIntegerField(_("ECTS points"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=60, blank=True)
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    completion = models.CharField(
        _("what it takes to finish"), max_length=300, blank=True, help_text=_("In a sentence, before one enrols.")
    )
    responsible = models.CharField(
        _("person responsible"), max_length=200, blank=True, default="", help_text=_("A name or a role.")
    )
    goals = models.TextField(_("goals"), blank=True, default="")
    methods = models.TextField(_("teaching methods"), blank=True, default="")
    assessment = models.TextField(
        _("assessment"), blank=True, default="", help_text=_("How outcomes are checked, and what it takes to pass.")
    )
    reading = models.CharField(_("lessons are read"), max_length=8, choices=Reading, default=Reading.OPEN)
    release = models.CharField(
        _("lessons open"),
        max_length=8,
        choices=Release,
        default=Release.AT_ONCE,
        help_text=_("A change holds for people who enrol after it. For others nothing that is open closes."),
    )
    pass_score = models.PositiveSmallIntegerField(
        _("score that opens the next lesson, in %"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("By score only: how many of the lesson's exercises are to be answered rightly."),
    )

    base_form_class = CourseForm
    template = "catalogue/pages/course.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Catalogue"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Topic"]
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("audience")]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("ects")]),
                FieldRowPanel([FieldPanel("contact_hours"), FieldPanel("own_hours"), FieldPanel("hours")]),
                *(FieldPanel(name) for name in ("level", "audience", "completion")),
            ],
            heading=_("Particulars"),
        ),
        FieldPanel("body"),
        InlinePanel("outcomes", heading=_("Outcomes"), label=_("Outcome")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("goals", "methods", "assessment", "responsible")],
            heading=_("Module card"),
            classname="collapsed",
        ),
        InlinePanel("requirements", heading=_("What one should know before"), label=_("Requirement")),
        InlinePanel("prerequisites", heading=_("Courses to take before"), label=_("Course")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("reading", "release", "pass_score")], heading=_("When lessons open")
        ),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        stated = hours_of(self.contact_hours, self.own_hours)
        if stated is not None:
            self.hours = stated
        whole = bool(self.pk) and kwargs.get("update_fields") is None
        known = Course.objects.filter(pk=self.pk).only("reading", "release").first() if whole else None
        with transaction.atomic():
            saved = super().save(*args, **kwargs)
            if known is not None and known.withholds_text != self.withholds_text:
                self._announce_lessons()
        return saved

    def _announce_lessons(self) -> None:
        """Tells that the live lessons are open to others than before, for what the search knows of them."""
        from courses.catalogue.models.lesson import Lesson

        for lesson in Lesson.objects.descendant_of(self).live():
            public_page_changed.send(sender=Lesson, page=lesson)

    @property
    def load(self) -> Load:
        """The work of the course."""
        hours = hours_of(self.contact_hours, self.own_hours)
        return Load(self.contact_hours, self.own_hours, self.hours if hours is None else hours, self.ects)

    @property
    def release_rule(self) -> ReleaseRule:
        """When lessons open, as the outline has it."""
        kind = ReleaseKind(self.release)
        return ReleaseRule(kind, self.pass_score if kind == ReleaseKind.BY_SCORE else 0)

    @property
    def withholds_text(self) -> bool:
        """Whether the text of some lesson is not open to everybody."""
        return self.reading != self.Reading.OPEN or self.release != self.Release.AT_ONCE

    def current_outline(self) -> OutlineData:
        """The newest outline, cached in the process; an empty one of a course that has none yet."""

        def read() -> OutlineData:
            latest = self.outlines.order_by("-number").first()
            return latest.outline if latest else OutlineData(())

        return cached(("current outline", self.pk), read)

    def locks_for_visitors(self) -> Mapping[UUID, Lock]:
        """The lessons that are locked for those who are not enrolled."""
        if not self.withholds_text:
            return NO_LOCKS
        if self.reading == self.Reading.ENROLLED:
            return locks_without_enrolment(self.current_outline())
        available = live_lesson_keys(self.path)
        today = timezone.localdate()
        return locks(self.current_outline(), completed=(), solved=(), available=available, today=today)

    @property
    def is_taught_here(self) -> bool:
        """Whether there are lessons; a course without any is a module taught elsewhere, of which this is the card."""
        return bool(live_lesson_keys(self.path))

    def as_card(self, request: HttpRequest) -> CourseCard:
        """The course in a list, the same for every user; ``lessons_counts`` gives the number of lessons for one."""
        return CourseCard(
            id=self.pk,
            path=self.path,
            title=self.title,
            url=self.get_url(request) or "",
            summary=self.summary,
            hours=self.hours,
            level=self.level,
            ects=self.ects,
        )

    def topics(self, request: HttpRequest) -> tuple[TopicItem, ...]:
        """Every live topic with its live lessons, restricted ones included, as progress counts them.

        The same for every user; ``topics_for`` gives what one user is shown.
        """

        def compute() -> tuple[TopicItem, ...]:
            from courses.catalogue.models.lesson import Lesson

            lessons_by_topic: dict[str, list[LessonItem]] = {}
            lessons = Lesson.objects.descendant_of(self).live().select_related("locale")
            lessons = lessons.defer("body", "body_html", "search_text")
            for number, lesson in enumerate(lessons.order_by("path"), start=1):
                lessons_by_topic.setdefault(lesson.path[: -Page.steplen], []).append(
                    LessonItem(
                        key=lesson.key,
                        id=lesson.pk,
                        path=lesson.path,
                        number=number,
                        title=lesson.title,
                        url=lesson.get_url(request) or "",
                        minutes=lesson.minutes,
                        rule=lesson.rule,
                        activities=lesson.activities,
                    )
                )
            topics = Topic.objects.child_of(self).live().select_related("locale").order_by("path")
            return tuple(
                TopicItem(
                    title=topic.title,
                    summary=topic.summary,
                    url=topic.get_url(request) or "",
                    path=topic.path,
                    lessons=tuple(lessons_by_topic.get(topic.path, ())),
                )
                for topic in topics
            )

        return cached(("topics", self.pk, language_key()), compute)

    def lesson_numbers(self, request: HttpRequest) -> dict[int, int]:
        """The numbers of the live lessons by their ids, as enrolled learners see them."""
        lessons = (lesson for topic in self.topics(request) for lesson in topic.lessons)
        return {lesson.id: number for number, lesson in enumerate(lessons, start=1)}

    def numbers_below(self, request: HttpRequest) -> dict[int, str]:
        """Topics have no number: those of their lessons."""
        numbers, labels = self.lesson_numbers(request), {}
        ids = dict(self.get_children().values_list("path", "pk"))
        for topic in self.topics(request):
            found = [numbers[lesson.id] for lesson in topic.lessons]
            if len(found) > 1:
                span = {"first": found[0], "last": found[-1]}
                labels[ids[topic.path]] = _("Lessons %(first)s–%(last)s") % span
            elif found:
                labels[ids[topic.path]] = _("Lesson %(number)s") % {"number": found[0]}
        return labels

    def open_topics(self, request: HttpRequest, *, enrolled: bool = False) -> list[TopicItem]:
        """The topics with the lessons that this user is shown.

        Those that they may open; an enrolled learner is shown every live lesson, because each of them counts.
        """
        if enrolled:
            return list(self.topics(request))
        return [
            replace(topic, lessons=tuple(lesson for lesson in topic.lessons if not refusal(lesson.path, request)))
            for topic in self.topics(request)
            if not refusal(topic.path, request)
        ]

    def topics_for(self, request: HttpRequest) -> list[TopicItem]:
        """``open_topics`` with ``closed`` set for this user."""
        return [topic_shown(topic, request, completed=()) for topic in self.open_topics(request)]

    def outline_shown(self, request: HttpRequest, view: CourseView) -> tuple[list[TopicItem], Numbers]:
        """The topics as one user is shown them, with what is locked and done, and the numbers of their lessons."""
        shown = self.open_topics(request, enrolled=bool(view.enrolment))
        held = view.locks if view.enrolment else self.locks_for_visitors()
        labels = lock_labels(held, self.lesson_list(request)) if held else {}
        numbers = Numbers.of(shown, counted=view.counted if view.enrolment else None)
        topics = [
            topic_shown(
                topic, request, completed=view.completed, extra=numbers.extra, locks=labels, missing=view.missing
            )
            for topic in shown
        ]
        return topics, numbers

    def lesson_list(self, request: HttpRequest) -> list[LessonItem]:
        """Every live lesson in order, restricted ones included."""
        return [lesson for topic in self.topics(request) for lesson in topic.lessons]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.catalogue.curriculum import syllabus_of  # which imports the models

        context = super().get_context(request, *args, **kwargs)
        syllabus = syllabus_of(self, request)
        context["syllabus"] = syllabus
        context["sources"] = syllabus.sources
        context["taught_here"] = self.is_taught_here
        view = view_of(CourseView, page=self, request=request)
        context["outline"], numbers = self.outline_shown(request, view)
        context["enrolment"] = view.enrolment
        context["enrol_url"] = view.enrol_url
        context["missing_prerequisites"] = view.missing_prerequisites
        context["login_url"] = sign_in_address(self.get_url(request) or "/")
        context["signup_url"] = sign_up_address(self.get_url(request) or "/")
        context["lessons_count"] = numbers.total
        context["withdrawn_count"] = numbers.withdrawn
        has_text = any(lesson.is_open for topic in context["outline"] for lesson in topic.lessons)
        context["reading_url"] = reverse("documents:course_reading", args=[self.pk]) if has_text else ""
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().structured_data(request),
            "@type": "Course",
            "provider": {"@type": "Organization", "name": "Pomost"},
            **({"courseCode": self.code} if self.code else {}),
            **({"timeRequired": f"PT{self.hours}H"} if self.hours else {}),
            **({"numberOfCredits": self.ects} if self.ects else {}),
            **({"teaches": taught} if (taught := [outcome.text for outcome in self.outcomes.all()]) else {}),
        }


def course_at(path: str) -> Course:
    """The course at a tree path, live or not, cached until something is published. Raises ``Course.DoesNotExist``."""
    return cached(("course", path), lambda: Course.objects.select_related("locale").get(path=path))


class Topic(BasePage):
    """A part of a course."""

    opens_on = models.DateField(
        _("lessons open on"), null=True, blank=True, help_text=_("In a course whose lessons open by date.")
    )

    template = "catalogue/pages/topic.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Course"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Lesson"]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("opens_on"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def numbers_below(self, request: HttpRequest) -> dict[int, str]:
        numbers = Course.objects.parent_of(self).get().lesson_numbers(request)
        return {lesson: _("Lesson %(number)s") % {"number": number} for lesson, number in numbers.items()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        course = Course.objects.parent_of(self).get()
        context["course"] = Link(course.title, course.get_url(request) or "")
        context["lessons"] = next(
            (topic.lessons for topic in course.topics_for(request) if topic.path == self.path), ()
        )
        return context
