"""The catalogue and its programmes, which are ordered sets of courses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses.catalogue.cards import CourseCard, CourseLink, Listed, ProgrammeCard
from courses.catalogue.models.course import Course, Line, lessons_counts
from courses.catalogue.reader_views import CoursesView, ProgrammeView, view_of
from publishing.access import refusal
from publishing.models import BasePage, ParentalSource
from publishing.models.base import language_key
from publishing.public_cache import cached

Item = TypeVar("Item", bound=Listed)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the catalogue lists, the same for every user."""

    programmes: list[ProgrammeCard]
    courses: list[CourseCard]


class Catalogue(BasePage):
    """The page that lists all programmes and courses."""

    template = "catalogue/pages/catalogue.html"
    parent_page_types: ClassVar[list[str]] = ["pomost.HomePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Programme", "catalogue.Course"]
    max_count = 1

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        offer = cached(("catalogue", self.pk, language_key(request)), lambda: self._offer(request))
        context["programmes"] = cards_for(offer.programmes, request)
        context["courses"] = _as_far_as_one_is(offer.courses, page=self, request=request)
        return context

    def _offer(self, request: HttpRequest) -> _Offer:
        return _Offer(
            programmes=programme_cards(Programme.objects.child_of(self).live().order_by("path"), request),
            courses=[course.as_card(request) for course in Course.objects.child_of(self).live().order_by("path")],
        )


class Programme(BasePage):
    """An ordered set of courses with hours, ECTS points, a level of the Polish Qualifications Framework, outcomes."""

    hours = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    ects = models.PositiveSmallIntegerField(_("ECTS points"), null=True, blank=True)
    prk_level = models.PositiveSmallIntegerField(
        _("PRK level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text=_(
            "Level of the Polish Qualifications Framework, 1 to 8 (act on the Integrated Qualifications System)."
        ),
    )
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)

    template = "catalogue/pages/programme.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Catalogue"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("audience")]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("hours", "ects", "prk_level", "audience")], heading=_("Particulars")
        ),
        FieldPanel("body"),
        InlinePanel("outcomes", heading=_("Outcomes"), label=_("Outcome")),
        InlinePanel("courses", heading=_("Courses in order"), label=_("Course")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def as_card(self, request: HttpRequest, *, courses: Iterable[str] = ()) -> ProgrammeCard:
        """The programme in a list, the same for every user; ``courses`` are the tree paths of its live courses."""
        return ProgrammeCard(
            path=self.path,
            title=self.title,
            url=self.get_url(request) or "",
            summary=self.summary,
            hours=self.hours,
            courses=tuple(courses),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        items = [item for item in self.courses.select_related("course") if item.course and item.course.live]
        courses = _as_far_as_one_is([item.course.as_card(request) for item in items], page=self, request=request)
        context["courses"] = [replace(card, number=number) for number, card in enumerate(courses, start=1)]
        context["standing"] = view_of(ProgrammeView, page=self, request=request).standing
        context["outcomes"] = [item.text for item in self.outcomes.all()]
        context["sources"] = list(self.sources.all())
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().structured_data(request), "@type": "EducationalOccupationalProgram"}


class ProgrammeCourse(Orderable):
    """A course's place in a programme."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="programmes")

    panels: ClassVar[list[Panel]] = [FieldPanel("course")]

    def __str__(self) -> str:
        return self.course.title


class ProgrammeOutcome(Line):
    """A learning outcome of a programme."""

    page = ParentalKey(Programme, on_delete=models.CASCADE, related_name="outcomes")


class ProgrammeSource(ParentalSource):
    """A source of a programme."""

    page = ParentalKey(Programme, on_delete=models.CASCADE, related_name="sources")


def openable(cards: Iterable[Item], request: HttpRequest) -> list[Item]:
    """Those of the cards whose pages this user may open."""
    return [card for card in cards if not refusal(card.path, request)]


def _as_far_as_one_is(courses: list[CourseCard], *, page: BasePage, request: HttpRequest) -> list[CourseCard]:
    """The cards of the courses that this user may open, with their numbers of lessons and the user's progress."""
    taken = view_of(CoursesView, page=page, request=request).courses
    counts = lessons_counts(request)
    return [
        replace(card, lessons_count=standing.lessons_count if standing else counts[card.path], standing=standing)
        for card in openable(courses, request)
        for standing in (taken.get(card.id),)
    ]


def courses_after(course: Course, request: HttpRequest) -> list[CourseLink]:
    """The courses after ``course`` in its programmes, in order, if this user may open both programme and course."""
    found: dict[int, CourseLink] = {}
    orders = cached(("programmes in order", language_key(request)), lambda: _orders(request))
    for programme_path, order in orders:
        place = next((index for index, item in enumerate(order) if item.id == course.pk), None)
        if place is not None and not refusal(programme_path, request):
            found.update((item.id, item) for item in openable(order[place + 1 :], request))
    return list(found.values())


def _orders(request: HttpRequest) -> list[tuple[str, list[CourseLink]]]:
    """The tree path of each live programme with its live courses in order."""
    rows = ProgrammeCourse.objects.filter(programme__live=True, course__live=True)
    orders: dict[str, list[CourseLink]] = {}
    for row in rows.select_related("course", "programme").order_by("programme__path", "sort_order"):
        course = row.course
        item = CourseLink(id=course.pk, path=course.path, title=course.title, url=course.get_url(request) or "")
        orders.setdefault(row.programme.path, []).append(item)
    return list(orders.items())


def catalogue_url(request: HttpRequest) -> str | None:
    """The URL of the catalogue; None where there is none."""

    def compute() -> str | None:
        catalogue = Catalogue.objects.live().first()
        return catalogue.get_url(request) if catalogue else None

    return cached(("catalogue's address", language_key(request)), compute)


def programme_cards(programmes: Iterable[Programme], request: HttpRequest) -> list[ProgrammeCard]:
    """The cards of the programmes with their live courses, in one query besides that of ``programmes``.

    The same for every user; ``cards_for`` gives what one user is shown.
    """
    courses: dict[int, list[str]] = {}
    rows = ProgrammeCourse.objects.filter(course__live=True).values_list("programme_id", "course__path")
    for programme_id, path in rows:
        courses.setdefault(programme_id, []).append(path)
    return [programme.as_card(request, courses=courses.get(programme.pk, ())) for programme in programmes]


def cards_for(programmes: Iterable[ProgrammeCard], request: HttpRequest) -> list[ProgrammeCard]:
    """Those of the ``programme_cards`` that this user may open, counting the courses that they may open."""
    return [
        replace(card, courses_count=sum(not refusal(path, request) for path in card.courses))
        for card in openable(programmes, request)
    ]
