"""Courses, their topics, and the outline that an enrolment pins."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses.catalogue.cards import CourseCard, LessonItem, TopicItem
from courses.catalogue.outline import OutlineData
from courses.catalogue.reader_views import CourseView, view_of
from people.current_user import sign_in_address, sign_up_address
from publishing.access import is_closed, refusal
from publishing.links import Link
from publishing.models import BasePage, ParentalSource
from publishing.models.base import language_key
from publishing.public_cache import cached


class Line(Orderable):
    """One line of a list that is edited on its page."""

    text = models.CharField(_("text"), max_length=300)

    panels: ClassVar[list[Panel]] = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text


class Course(BasePage):
    """A course: what a learner enrols in."""

    hours = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=60, blank=True)
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    completion = models.CharField(
        _("what it takes to finish"), max_length=300, blank=True, help_text=_("In a sentence, before one enrols.")
    )

    template = "catalogue/pages/course.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Catalogue"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Topic"]
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("audience")]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("hours", "level", "audience", "completion")], heading=_("Particulars")
        ),
        FieldPanel("body"),
        InlinePanel("outcomes", heading=_("Outcomes"), label=_("Outcome")),
        InlinePanel("requirements", heading=_("What one should know before"), label=_("Requirement")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

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
        )

    def topics(self, request: HttpRequest) -> tuple[TopicItem, ...]:
        """Every live topic with its live lessons, restricted ones included, as progress counts them.

        The same for every user; ``topics_for`` gives what one user is shown.
        """

        def compute() -> tuple[TopicItem, ...]:
            from courses.catalogue.models.lesson import Lesson

            lessons_by_topic: dict[str, list[LessonItem]] = {}
            lessons = Lesson.objects.descendant_of(self).live().defer("body", "body_html", "search_text")
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
                        activities=tuple(UUID(item) for item in lesson.exercises),
                    )
                )
            topics = Topic.objects.child_of(self).live().order_by("path")
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

        return cached(("topics", self.pk, language_key(request)), compute)

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

    def lesson_list(self, request: HttpRequest) -> list[LessonItem]:
        """Every live lesson in order, restricted ones included."""
        return [lesson for topic in self.topics(request) for lesson in topic.lessons]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["outcomes"] = [item.text for item in self.outcomes.all()]
        context["requirements"] = [item.text for item in self.requirements.all()]
        context["sources"] = list(self.sources.all())
        view = view_of(CourseView, page=self, request=request)
        shown = self.open_topics(request, enrolled=bool(view.enrolment))
        numbers = Numbers.of(shown, counted=view.counted if view.enrolment else None)
        context["outline"] = [
            topic_shown(topic, request, completed=view.completed, extra=numbers.extra) for topic in shown
        ]
        context["enrolment"] = view.enrolment
        context["enrol_url"] = view.enrol_url
        context["login_url"] = sign_in_address(self.get_url(request) or "/")
        context["signup_url"] = sign_up_address(self.get_url(request) or "/")
        context["lessons_count"] = numbers.total
        context["withdrawn_count"] = numbers.withdrawn
        has_text = any(not lesson.closed for topic in context["outline"] for lesson in topic.lessons)
        context["reading_url"] = reverse("documents:course_reading", args=[self.pk]) if has_text else ""
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().structured_data(request),
            "@type": "Course",
            "provider": {"@type": "Organization", "name": "Pomost"},
            **({"timeRequired": f"PT{self.hours}H"} if self.hours else {}),
        }


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the lessons of a course for one user: keys of lessons in order, and of those that do not count.

    For a learner they are those of the progress, which counts the lessons that there were when they enrolled;
    ``withdrawn`` of them are in the course no longer. For others every lesson that they are shown.
    """

    counted: tuple[UUID, ...]
    extra: frozenset[UUID] = frozenset()
    withdrawn: int = 0

    @classmethod
    def of(cls, topics: Iterable[TopicItem], *, counted: tuple[UUID, ...] | None) -> Self:
        """``topics`` are those that the user is shown; ``counted`` is None for whoever is not enrolled."""
        shown = tuple(lesson.key for topic in topics for lesson in topic.lessons)
        if counted is None:
            return cls(shown)
        return cls(counted, frozenset(shown) - frozenset(counted), len(frozenset(counted) - frozenset(shown)))

    @property
    def total(self) -> int:
        return len(self.counted)

    def place_of(self, key: UUID) -> int | None:
        """The number of a lesson, from 1; None for one that does not count."""
        return self.counted.index(key) + 1 if key in self.counted else None


def topic_shown(
    topic: TopicItem,
    request: HttpRequest,
    *,
    completed: Collection[UUID],
    current: UUID | None = None,
    extra: Collection[UUID] = (),
) -> TopicItem:
    """The topic with ``closed``, ``done``, ``current`` and ``extra`` set on its lessons.

    ``current`` is the key of a lesson, ``extra`` are keys of those that do not count.
    """
    lessons = (
        replace(
            lesson,
            closed=is_closed(lesson.path, request),
            done=lesson.key in completed,
            current=lesson.key == current,
            extra=lesson.key in extra,
        )
        for lesson in topic.lessons
    )
    return replace(topic, lessons=tuple(lessons))


def topic_folded(
    topic: TopicItem, request: HttpRequest, *, completed: Collection[UUID], extra: Collection[UUID] = ()
) -> TopicItem:
    """The topic without its lessons, with the numbers of those that count and of the completed ones among them."""
    counted = [lesson.key for lesson in topic.lessons if lesson.key not in extra]
    return replace(
        topic,
        url="" if is_closed(topic.path, request) else topic.url,
        lessons=(),
        folded=True,
        lessons_count=len(counted),
        done_count=sum(key in completed for key in counted),
    )


def course_path_of(lesson_path: str) -> str:
    """The tree path of the course of a lesson, two levels up: its parent is a topic."""
    return lesson_path[: -2 * Page.steplen]


def live_lesson_keys(course_path: str) -> frozenset[UUID]:
    """The keys of the live lessons of the course at a tree path, restricted ones included, as progress counts them."""

    def compute() -> frozenset[UUID]:
        from courses.catalogue.models.lesson import Lesson

        lessons = Lesson.objects.filter(path__startswith=course_path).live().select_related("locale")
        return frozenset(lesson.key for lesson in lessons.only("translation_key", "locale__language_code", "locale"))

    return cached(("lesson keys", course_path), compute)


def _lesson_paths() -> list[str]:
    """The tree paths of all live lessons: one query for all courses."""
    from courses.catalogue.models.lesson import Lesson

    return list(Lesson.objects.live().values_list("path", flat=True))


def lessons_counts(request: HttpRequest) -> Counter[str]:
    """The number of lessons of each course that this user may open, by the course's tree path.

    For a learner of the course it is that of their ``Standing``.
    """
    paths = cached(("lesson paths",), _lesson_paths)
    return Counter(course_path_of(path) for path in paths if not refusal(path, request))


class CourseOutcome(Line):
    """A learning outcome of a course."""

    page = ParentalKey(Course, on_delete=models.CASCADE, related_name="outcomes")


class CourseRequirement(Line):
    """A prerequisite of a course."""

    page = ParentalKey(Course, on_delete=models.CASCADE, related_name="requirements")


class CourseSource(ParentalSource):
    """A source of a course."""

    page = ParentalKey(Course, on_delete=models.CASCADE, related_name="sources")


class Topic(BasePage):
    """A part of a course."""

    template = "catalogue/pages/topic.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Course"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Lesson"]

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


class CourseOutline(models.Model):
    """A version of a course's outline. Immutable: an enrolment counts against the one that it pins."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="outlines")
    number = models.PositiveIntegerField()
    data: Any = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("course", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "number"], name="one_outline_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.course_id} v{self.number}"

    @cached_property
    def outline(self) -> OutlineData:
        """The data as objects, cached in the process because a row never changes."""
        return cached(("outline", self.pk), lambda: OutlineData.from_json(self.data))
