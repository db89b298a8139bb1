"""The catalogue and its programmes, which are ordered sets of courses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue.cards import CourseCard, CourseLink, Listed, ProgrammeCard
from courses.catalogue.forms import ProgrammeForm
from courses.catalogue.models.course import Course
from courses.catalogue.models.live_lessons import course_path_of, lesson_paths, lessons_counts
from courses.catalogue.models.plan import ProgrammeCourse, choices_of, choose_by_programme, facts_of
from courses.catalogue.offer import choice_of, words_of
from courses.catalogue.reader_views import CoursesView, ProgrammeView, view_of
from courses.catalogue.rules import ProgrammeFacts, violations
from courses.catalogue.totals import Totals, totals_of
from publishing.access import refusal
from publishing.models import BasePage
from publishing.models.base import language_key
from publishing.public_cache import cached

Item = TypeVar("Item", bound=Listed)

LEVELS = (MinValueValidator(1), MaxValueValidator(8))


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the catalogue lists, the same for every user.

    ``modules`` are the tree paths of courses without lessons that a programme has: its page lists them, and here they
    are listed only to who looks for something.
    """

    programmes: list[ProgrammeCard]
    courses: list[CourseCard]
    modules: frozenset[str]

    def words(self) -> dict[str, frozenset[str]]:
        """The words by which a theme finds each page, by its tree path."""
        return words_of([*self.programmes, *self.courses])


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
        offer = cached(("catalogue", self.pk, language_key()), lambda: self._offer(request))
        form, choice = choice_of(request.GET)
        words = cached(("catalogue words", self.pk), offer.words) if choice.names_theme else {}
        programmes = [card for card in offer.programmes if choice.takes(card, words)]
        courses = [
            card for card in offer.courses if choice.takes(card, words) and (choice or card.path not in offer.modules)
        ]
        context["programmes"] = cards_for(programmes, request)
        context["courses"] = _as_far_as_one_is(courses, page=self, request=request)
        context["offer_form"], context["chosen"] = form, bool(choice)
        context["offered"] = bool(offer.programmes or offer.courses)
        context["found_count"] = len(context["programmes"]) + len(context["courses"])
        context["page_url"] = self.get_url(request) or "/"
        return context

    def _offer(self, request: HttpRequest) -> _Offer:
        programmes = programme_cards(Programme.objects.child_of(self).live().order_by("path"), request)
        courses = [course.as_card(request) for course in Course.objects.child_of(self).live().order_by("path")]
        return _Offer(programmes, courses, modules_of(programmes))


class Programme(BasePage):
    """An ordered set of courses: a training programme, postgraduate studies or a path.

    Hours and ECTS points are those of its courses. What has to be true before it goes live is in ``catalogue.rules``.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", _("training programme")
        POSTGRADUATE = "postgraduate", _("postgraduate studies")
        PATH = "path", _("learning path")

    class Grading(models.TextChoices):
        ACADEMIC = "academic", _("grades 2, 3, 3.5, 4, 4.5 and 5")
        POINTS = "points", _("points")
        PASSED = "passed", _("passed or not passed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TRAINING)
    grading = models.CharField(_("grading scale"), max_length=8, choices=Grading, default=Grading.PASSED)
    prk_level = models.PositiveSmallIntegerField(
        _("PRK level"),
        null=True,
        blank=True,
        validators=LEVELS,
        help_text=_(
            "Level of the Polish Qualifications Framework, 1 to 8 (act on the Integrated Qualifications System). "
            "The European Qualifications Framework has the same levels."
        ),
    )
    entry_level = models.PositiveSmallIntegerField(
        _("PRK level needed to enter"),
        null=True,
        blank=True,
        validators=LEVELS,
        help_text=_(
            "The level of the full qualification that one has to have: 6 for graduates of first-cycle studies."
        ),
    )
    entry = models.TextField(_("entry requirements"), blank=True, default="")
    final_work = models.TextField(_("final work"), blank=True, default="")
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)

    base_form_class = ProgrammeForm
    template = "catalogue/pages/programme.html"
    parent_page_types: ClassVar[list[str]] = ["catalogue.Catalogue"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("audience")]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("grading")]),
                FieldRowPanel([FieldPanel("prk_level"), FieldPanel("entry_level")]),
                *(FieldPanel(name) for name in ("audience", "entry", "final_work")),
            ],
            heading=_("Particulars"),
        ),
        FieldPanel("body"),
        InlinePanel("outcomes", heading=_("Outcomes"), label=_("Outcome")),
        InlinePanel("stages", heading=_("Stages or semesters"), label=_("Stage")),
        InlinePanel("elective_groups", heading=_("Elective groups"), label=_("Group")),
        InlinePanel("courses", heading=_("Courses in order"), label=_("Course")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def refusal_to_publish(self) -> str:
        found = violations(self.facts())
        if not found:
            return super().refusal_to_publish()
        reasons = " ".join(dict.fromkeys(item.message for item in found))
        return gettext("“%(page)s” cannot be published. %(reasons)s") % {"page": self.title, "reasons": reasons}

    def facts(self) -> ProgrammeFacts:
        """What the rules of publishing look at, of this draft."""
        return facts_of(
            self,
            rows=self.rows(),
            stages=self.stages.count(),
            groups=self.elective_groups.all(),
            outcomes=self.outcomes.all(),
        )

    def rows(self) -> list[ProgrammeCourse]:
        """The courses in order, with the unpublished ones; one query, also of a draft."""
        rows = [row for row in self.courses.all() if row.course_id]
        courses = Course.objects.defer("body", "body_html", "search_text")
        prefetch_related_objects(rows, Prefetch("course", queryset=courses))
        return rows

    def choose_by_group(self) -> dict[str, int]:
        """How many courses one chooses, by the names of the elective groups."""
        return {group.name: group.choose for group in self.elective_groups.all()}

    @cached_property
    def totals(self) -> Totals:
        """Hours and ECTS points, computed from the live courses."""
        rows = [row for row in self.rows() if row.course.live]
        return totals_of(choices_of(rows, self.choose_by_group()))

    def as_card(self, request: HttpRequest, *, totals: Totals, courses: Iterable[str] = ()) -> ProgrammeCard:
        """The programme in a list, the same for every user; ``courses`` are the tree paths of its live courses."""
        return ProgrammeCard(
            path=self.path,
            title=self.title,
            url=self.get_url(request) or "",
            summary=self.summary,
            kind=self.kind,
            kind_label=str(self.get_kind_display()),
            totals=totals,
            courses=tuple(courses),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.catalogue.curriculum import curriculum_of, with_standings  # which imports the models

        context = super().get_context(request, *args, **kwargs)
        standings = view_of(CoursesView, page=self, request=request).courses
        curriculum = with_standings(curriculum_of(self, request), standings)
        context["curriculum"] = curriculum
        context["sources"] = curriculum.sources
        context["standing"] = view_of(ProgrammeView, page=self, request=request).standing
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        from courses.catalogue.curriculum import totals_in  # which imports the models

        totals = totals_in(self, request)
        return {
            **super().structured_data(request),
            "@type": "EducationalOccupationalProgram",
            "provider": {"@type": "Organization", "name": "Pomost"},
            "educationalProgramMode": "part-time",
            **({"timeToComplete": f"PT{totals.hours}H"} if totals.hours and not totals.least else {}),
            **({"numberOfCredits": totals.ects} if totals.ects and not totals.least else {}),
            **({"programPrerequisites": self.entry} if self.entry else {}),
        }


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
    orders = cached(("programmes in order", language_key()), lambda: _orders(request))
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

    return cached(("catalogue's address", language_key()), compute)


def programme_cards(programmes: Iterable[Programme], request: HttpRequest) -> list[ProgrammeCard]:
    """The cards of the programmes with their live courses, in two queries besides that of ``programmes``.

    The same for every user; ``cards_for`` gives what one user is shown.
    """
    rows: dict[int, list[ProgrammeCourse]] = {}
    fields = [f"course__{name}" for name in ("path", "contact_hours", "own_hours", "hours", "ects")]
    live = ProgrammeCourse.objects.filter(course__live=True).select_related("course")
    for row in live.only("programme", "group", *fields):
        rows.setdefault(row.programme_id, []).append(row)
    choose = choose_by_programme()
    return [
        programme.as_card(
            request,
            totals=totals_of(choices_of(rows.get(programme.pk, ()), choose.get(programme.pk, {}))),
            courses=(row.course.path for row in rows.get(programme.pk, ())),
        )
        for programme in programmes
    ]


def modules_of(programmes: Iterable[ProgrammeCard]) -> frozenset[str]:
    """The tree paths of the courses of these programmes that have no lessons."""
    taught = {course_path_of(path) for path in lesson_paths()}
    return frozenset(path for card in programmes for path in card.courses) - taught


def cards_for(programmes: Iterable[ProgrammeCard], request: HttpRequest) -> list[ProgrammeCard]:
    """Those of the ``programme_cards`` that this user may open, counting the courses that they may open."""
    return [
        replace(card, courses_count=sum(not refusal(path, request) for path in card.courses))
        for card in openable(programmes, request)
    ]
