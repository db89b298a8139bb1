"""The rows of a programme: its stages, elective groups, courses, outcomes and sources."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.models import Orderable

from courses.catalogue.models.syllabus import Outcome
from courses.catalogue.rules import PlannedCourse, PlannedGroup, ProgrammeFacts
from courses.catalogue.totals import Choice, totals_of
from publishing.models import ParentalSource

if TYPE_CHECKING:
    from courses.catalogue.models.programme import Programme

MAX_STAGES = 12


class ProgrammeStage(Orderable):
    """A semester, a meeting or another stage; courses refer to it by its number in the list.

    By number rather than by key, because the keys of rows that are only in a draft are not there yet.
    """

    programme = ParentalKey("catalogue.Programme", on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(_("title"), max_length=120, help_text=_("Such as “Semester 1” or “Meeting 2”."))

    panels: ClassVar[list[Panel]] = [FieldPanel("title")]

    def __str__(self) -> str:
        return self.title


class ProgrammeElectiveGroup(Orderable):
    """Courses from which a learner chooses some; courses refer to the group by its name."""

    programme = ParentalKey("catalogue.Programme", on_delete=models.CASCADE, related_name="elective_groups")
    name = models.CharField(_("name"), max_length=100)
    choose = models.PositiveSmallIntegerField(
        _("how many to choose"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    panels: ClassVar[list[Panel]] = [FieldRowPanel([FieldPanel("name"), FieldPanel("choose")])]

    def __str__(self) -> str:
        return self.name


class ProgrammeCourse(Orderable):
    """A course's place in a programme."""

    programme = ParentalKey("catalogue.Programme", on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey(
        "catalogue.Course", verbose_name=_("course"), on_delete=models.CASCADE, related_name="programmes"
    )
    stage = models.PositiveSmallIntegerField(
        _("stage"),
        default=1,
        choices=[(number, str(number)) for number in range(1, MAX_STAGES + 1)],
        help_text=_("Its number in the list of stages."),
    )
    group = models.CharField(
        _("elective group"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("The name of a group below. Empty: the course is compulsory."),
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("course"),
        FieldRowPanel([FieldPanel("stage"), FieldPanel("group")]),
    ]

    def __str__(self) -> str:
        return self.course.title


class ProgrammeOutcome(Outcome):
    """A learning outcome of a programme."""

    page = ParentalKey("catalogue.Programme", on_delete=models.CASCADE, related_name="outcomes")


class ProgrammeSource(ParentalSource):
    """A source of a programme."""

    page = ParentalKey("catalogue.Programme", on_delete=models.CASCADE, related_name="sources")


def grouped(
    rows: Iterable[ProgrammeCourse], choose: Mapping[str, int]
) -> list[tuple[int | None, list[ProgrammeCourse]]]:
    """The compulsory courses, with None, and each elective group with the number of courses to choose from it.

    ``choose`` is by the group's name; a course of a group that is not in it is compulsory.
    """
    groups: dict[str, list[ProgrammeCourse]] = {}
    for row in rows:
        groups.setdefault(row.group if row.group in choose else "", []).append(row)
    return [(choose[name] if name else None, members) for name, members in groups.items()]


def choose_by_programme() -> dict[int, dict[str, int]]:
    """How many courses one chooses of each elective group by its name, by the id of the programme; one query."""
    found: dict[int, dict[str, int]] = {}
    for programme_id, name, number in ProgrammeElectiveGroup.objects.values_list("programme_id", "name", "choose"):
        found.setdefault(programme_id, {})[name] = number
    return found


def choices_of(rows: Iterable[ProgrammeCourse], choose: Mapping[str, int]) -> list[Choice]:
    """The work of each group of ``grouped``."""
    return [Choice(tuple(row.course.load for row in members), number) for number, members in grouped(rows, choose)]


def facts_of(
    programme: "Programme",
    *,
    rows: Iterable[ProgrammeCourse],
    stages: int,
    groups: Iterable[ProgrammeElectiveGroup],
    outcomes: Iterable[ProgrammeOutcome],
) -> ProgrammeFacts:
    """What the rules of publishing look at; the rows may be those of a form."""
    rows, groups = list(rows), list(groups)
    choose = {group.name: group.choose for group in groups}
    return ProgrammeFacts(
        postgraduate=programme.kind == programme.Kind.POSTGRADUATE,
        prk_level=programme.prk_level,
        entry_level=programme.entry_level,
        ects=totals_of(choices_of(rows, choose)).ects,
        stages=stages,
        courses=tuple(
            PlannedCourse(row.course.title, row.course.live, row.stage, row.group, row.course_id) for row in rows
        ),
        groups=tuple(PlannedGroup(group.name, group.choose) for group in groups),
        outcome_codes=tuple(outcome.code for outcome in outcomes),
    )
