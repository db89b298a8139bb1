"""What has to be true of a programme before it is published; each broken rule names the field to correct."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MIN_SEMESTERS = 2
MIN_ECTS = 30
POSTGRADUATE_LEVELS = range(6, 9)
MIN_ENTRY_LEVEL = 6
"""Postgraduate studies by the Polish Act on Higher Education and Science: at least two semesters and 30 ECTS points,
outcomes of levels 6 to 8, for holders of a full qualification of level 6 or above."""


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """A course's place in the plan: the number of its stage from 1, and the name of its elective group or "".

    ``id`` tells courses apart; 0 where that does not matter.
    """

    title: str
    live: bool
    stage: int = 1
    group: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    name: str
    choose: int


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What the rules look at."""

    postgraduate: bool = False
    prk_level: int | None = None
    entry_level: int | None = None
    ects: int | None = None
    stages: int = 0
    courses: tuple[PlannedCourse, ...] = ()
    groups: tuple[PlannedGroup, ...] = ()
    outcome_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: the form's field or list of rows, the row from 0 with its field (None: the list itself)."""

    place: str
    message: str
    row: int | None = None
    field: str = field(default="")


def violations(facts: ProgrammeFacts) -> list[Violation]:
    """Every broken rule, in the order of the form."""
    found = list(_plan(facts))
    if facts.postgraduate:
        found = [*_postgraduate(facts), *found]
    return found


def _postgraduate(facts: ProgrammeFacts) -> Iterator[Violation]:
    if facts.prk_level not in POSTGRADUATE_LEVELS:
        yield Violation("prk_level", _("Postgraduate studies have a level from 6 to 8."))
    if facts.entry_level is None or facts.entry_level < MIN_ENTRY_LEVEL:
        words = _("Postgraduate studies are for people with a full qualification of level 6 or higher.")
        yield Violation("entry_level", words)
    if facts.stages < MIN_SEMESTERS:
        yield Violation("stages", _("Postgraduate studies have at least two semesters. Add them here."))
    if (facts.ects or 0) < MIN_ECTS:
        words = _(
            "Postgraduate studies have at least 30 ECTS points. The courses of this plan have %(ects)d; of an elective "
            "group the least that one can choose is counted."
        )
        yield Violation("courses", words % {"ects": facts.ects or 0})


def _plan(facts: ProgrammeFacts) -> Iterator[Violation]:
    names = {group.name for group in facts.groups}
    stages: dict[str, set[int]] = {}
    seen: set[int] = set()
    for row, course in enumerate(facts.courses):
        if course.id and course.id in seen:
            yield Violation("courses", _("This course is in the plan already."), row, "course")
        seen.add(course.id)
        if course.stage > max(facts.stages, 1):
            words = ngettext(
                "There is no stage of this number: the plan has %(number)d.",
                "There is no stage of this number: the plan has %(number)d.",
                max(facts.stages, 1),
            )
            yield Violation("courses", words % {"number": max(facts.stages, 1)}, row, "stage")
        if course.group and course.group not in names:
            words = _("No elective group has this name. Add the group below, or correct the name.")
            yield Violation("courses", words, row, "group")
        if not course.group and not course.live:
            words = _("“%(course)s” is compulsory and is not published. Publish it first, or take it out of the plan.")
            yield Violation("courses", words % {"course": course.title}, row, "course")
        if course.group:
            stages.setdefault(course.group, set()).add(course.stage)
    members = Counter(course.group for course in facts.courses if course.live)
    for row, group in enumerate(facts.groups):
        if sum(other.name == group.name for other in facts.groups) > 1:
            yield Violation("elective_groups", _("Two elective groups have this name."), row, "name")
        elif group.choose > members[group.name]:
            words = ngettext(
                "There is %(number)d published course to choose from in this group.",
                "There are %(number)d published courses to choose from in this group.",
                members[group.name],
            )
            yield Violation("elective_groups", words % {"number": members[group.name]}, row, "choose")
        elif len(stages.get(group.name, ())) > 1:
            words = _("The courses of this group stand in different stages. Put them in one.")
            yield Violation("elective_groups", words, row, "name")
    repeated = {code for code, times in Counter(filter(None, facts.outcome_codes)).items() if times > 1}
    for row, code in enumerate(facts.outcome_codes):
        if code in repeated:
            yield Violation("outcomes", _("Two outcomes have this code."), row, "code")
