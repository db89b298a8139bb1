"""Reads a programme as ``CurriculumData`` and a course as ``SyllabusData``."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.cards import Standing
from courses.catalogue.levels import level_note
from courses.catalogue.models import (
    Course,
    CourseOutcome,
    OutcomeKind,
    Programme,
    ProgrammeCourse,
    lessons_counts,
)
from courses.catalogue.models.plan import choices_of
from courses.catalogue.models.syllabus import Outcome
from courses.catalogue.syllabus_cards import (
    CurriculumCourse,
    CurriculumData,
    ElectiveGroupData,
    OutcomeData,
    OutcomesOfKind,
    PrerequisiteData,
    SourceData,
    StageData,
    SyllabusData,
    SyllabusTopic,
)
from courses.catalogue.totals import Totals, totals_of
from publishing.access import refusal
from publishing.links import Link
from publishing.models import ParentalSource
from publishing.models.base import language_key
from publishing.public_cache import cached


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rows of a programme as stored, the same for every user; ``codes`` that each course covers are by its id."""

    live: tuple[ProgrammeCourse, ...]
    choose: Mapping[str, int]
    stages: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    codes: Mapping[int, frozenset[str]]
    sources: tuple[SourceData, ...]


def _plan_of(programme: Programme) -> _Plan:
    live = tuple(row for row in programme.rows() if row.course.live)
    codes: dict[int, set[str]] = {}
    for outcome in CourseOutcome.objects.filter(page__in=[row.course_id for row in live]).exclude(covers=""):
        codes.setdefault(outcome.page_id, set()).update(outcome.covered_codes)
    return _Plan(
        live,
        programme.choose_by_group(),
        tuple(stage.title for stage in programme.stages.all()),
        tuple(programme.outcomes.all()),
        {course: frozenset(found) for course, found in codes.items()},
        _sources(programme.sources.all()),
    )


def _plan(programme: Programme, request: HttpRequest) -> _Plan:
    """Cached, but for a draft in a preview."""
    preview = bool(getattr(request, "is_preview", False))
    return _plan_of(programme) if preview else cached(("plan", programme.pk), lambda: _plan_of(programme))


def totals_in(programme: Programme, request: HttpRequest) -> Totals:
    """The work of the whole programme, as ``curriculum_of`` has it."""
    plan = _plan(programme, request)
    return totals_of(choices_of(plan.live, plan.choose))


def curriculum_of(programme: Programme, request: HttpRequest) -> CurriculumData:
    """The programme with its live courses that the user may open; of a draft in a preview."""
    plan = _plan(programme, request)
    choose, live = plan.choose, plan.live
    shown = [row for row in live if not refusal(row.course.path, request)]
    shown.sort(key=lambda row: (row.stage, row.group in choose))  # electives stand after what is compulsory
    cards = _courses(shown, lessons_counts(request), request)
    covered = _covered(cards, plan.codes)
    return CurriculumData(
        title=programme.title,
        address=programme.get_full_url(request) or "",
        summary=programme.summary,
        kind=programme.kind,
        kind_label=programme.get_kind_display(),
        totals=totals_in(programme, request),
        prk_level=programme.prk_level,
        level_note=level_note(programme.prk_level),
        entry_level=programme.entry_level,
        entry=programme.entry,
        audience=programme.audience,
        grading_label=programme.get_grading_display(),
        final_work=programme.final_work,
        finish=tuple(_finish(programme, live, choose)),
        stages=_stages(plan.stages, shown, cards, choose),
        outcomes=by_kind(
            (outcome, OutcomeData(outcome.code, outcome.text, courses=tuple(covered.get(outcome.code, ()))))
            for outcome in plan.outcomes
        ),
        sources=plan.sources,
        text_html=programme.body_html,
    )


def with_standings(curriculum: CurriculumData, standings: Mapping[int, Standing]) -> CurriculumData:
    """The curriculum with one learner's progress in its courses, by their ids."""
    if not standings:
        return curriculum

    def shown(courses: Iterable[CurriculumCourse]) -> tuple[CurriculumCourse, ...]:
        return tuple(
            replace(course, standing=standing, lessons_count=standing.lessons_count)
            if (standing := standings.get(course.id))
            else course
            for course in courses
        )

    stages = (
        replace(
            stage,
            courses=shown(stage.courses),
            groups=tuple(replace(group, courses=shown(group.courses)) for group in stage.groups),
        )
        for stage in curriculum.stages
    )
    return replace(curriculum, stages=tuple(stages))


def _courses(
    rows: Iterable[ProgrammeCourse], counts: Counter[str], request: HttpRequest
) -> dict[int, CurriculumCourse]:
    """The courses by their ids, numbered in the order of the plan."""
    found: dict[int, CurriculumCourse] = {}
    for row in rows:
        course = row.course
        if course.pk not in found:
            found[course.pk] = CurriculumCourse(
                id=course.pk,
                path=course.path,
                number=len(found) + 1,
                title=course.title,
                url=course.get_url(request) or "",
                summary=course.summary,
                code=course.code,
                level=course.level,
                load=course.load,
                lessons_count=counts[course.path],
            )
    return found


def _covered(cards: Mapping[int, CurriculumCourse], codes: Mapping[int, frozenset[str]]) -> dict[str, list[Link]]:
    """The courses that teach each outcome of the programme, by its code, in the order of the plan."""
    found: dict[str, list[Link]] = {}
    for key, card in cards.items():
        for code in codes.get(key, ()):
            found.setdefault(code, []).append(Link(card.title, card.url))
    return found


def _stages(
    titles: Sequence[str],
    rows: Sequence[ProgrammeCourse],
    cards: Mapping[int, CurriculumCourse],
    choose: Mapping[str, int],
) -> tuple[StageData, ...]:
    titles = titles or [""]
    return tuple(
        StageData(
            title=title,
            courses=tuple(cards[row.course_id] for row in own if row.group not in choose),
            groups=tuple(
                ElectiveGroupData(name, choose[name], tuple(cards[row.course_id] for row in own if row.group == name))
                for name in dict.fromkeys(row.group for row in own if row.group in choose)
            ),
            totals=totals_of(choices_of(own, choose)),
        )
        for number, title in enumerate(titles, start=1)
        for own in ([row for row in rows if min(row.stage, len(titles)) == number],)
    )


def _finish(programme: Programme, rows: Sequence[ProgrammeCourse], choose: Mapping[str, int]) -> Iterable[str]:
    """What it takes to finish, in sentences."""
    compulsory = len({row.course_id for row in rows if row.group not in choose})
    if compulsory:
        words = ngettext("Complete %(number)d course.", "Complete all %(number)d compulsory courses.", compulsory)
        yield words % {"number": compulsory}
    for name, number in choose.items():
        members = sum(row.group == name for row in rows)
        if members:
            words = _("From the group “%(group)s” choose %(number)d of %(members)d.")
            yield words % {"group": name, "number": min(number, members), "members": members}
    if programme.final_work:
        yield _("Prepare the final work.")


def by_kind(outcomes: Iterable[tuple[Outcome, OutcomeData]]) -> tuple[OutcomesOfKind, ...]:
    """The outcomes grouped by kind: knowledge, skills, social competences, and those without one at the end."""
    groups: dict[str, list[OutcomeData]] = {}
    for outcome, data in outcomes:
        groups.setdefault(outcome.kind, []).append(data)
    return tuple(
        OutcomesOfKind(kind, str(OutcomeKind(kind).label) if kind else "", tuple(groups[kind]))
        for kind in [*OutcomeKind.values, ""]
        if kind in groups
    )


def _sources(sources: Iterable[ParentalSource]) -> tuple[SourceData, ...]:
    return tuple(SourceData(source.title, source.note, source.url) for source in sources)


def syllabus_of(course: Course, request: HttpRequest) -> SyllabusData:
    """The module card; also of a draft."""
    topics = course.open_topics(request) if course.pk else []
    links = {lesson.id: Link(lesson.title, lesson.url) for topic in topics for lesson in topic.lessons}
    preview = bool(getattr(request, "is_preview", False))
    key = ("course relations", course.pk, language_key())
    related = _relations(course, request) if preview else cached(key, lambda: _relations(course, request))
    return SyllabusData(
        title=course.title,
        address=course.get_full_url(request) or "",
        summary=course.summary,
        code=course.code,
        load=course.load,
        level=course.level,
        audience=course.audience,
        completion=course.completion,
        responsible=course.responsible,
        goals=course.goals,
        methods=course.methods,
        assessment=course.assessment,
        lesson_rules=tuple(lesson_rules(course)),
        programmes=tuple(link for path, link in related.programmes if not refusal(path, request)),
        requirements=tuple(item.text for item in course.requirements.all()),
        prerequisites=tuple(item for path, item in related.prerequisites if not refusal(path, request)),
        outcomes=_outcomes_of(course, links, related.taught),
        topics=tuple(SyllabusTopic(topic.title, tuple(lesson.title for lesson in topic.lessons)) for topic in topics),
        sources=_sources(course.sources.all()),
        text_html=course.body_html,
    )


def lesson_rules(course: Course) -> Iterable[str]:
    """When lessons open and who reads them, in sentences; nothing where all are open to everybody at once."""
    if course.reading == Course.Reading.ENROLLED:
        yield _("Lessons are open to people enrolled in the course.")
    if course.release == Course.Release.IN_ORDER:
        yield _("Lessons open in order: each one when you have completed the one before it.")
    elif course.release == Course.Release.BY_DATE:
        yield _("The lessons of a topic open on the day that stands beside it.")
    elif course.release == Course.Release.BY_SCORE:
        words = _(
            "A lesson opens when you have answered at least %(score)d%% of the exercises of the one before it rightly."
        )
        yield words % {"score": course.pass_score}


@dataclass(frozen=True, slots=True)
class _Relations:
    """What a course is related to, the same for every user, with tree paths to check access by.

    ``taught`` are the ids of the lessons that teach each outcome, by its id.
    """

    programmes: tuple[tuple[str, Link], ...]
    prerequisites: tuple[tuple[str, PrerequisiteData], ...]
    taught: Mapping[int, frozenset[int]]


def _relations(course: Course, request: HttpRequest) -> _Relations:
    programmes = Programme.objects.live().filter(courses__course=course.pk).order_by("path").distinct()
    rows = list(course.prerequisites.all())
    needed = Course.objects.live().defer("body", "body_html").in_bulk([row.course_id for row in rows])
    taught: dict[int, set[int]] = {}
    through = CourseOutcome.lessons.through.objects.filter(courseoutcome__page=course.pk)
    for outcome, lesson in through.values_list("courseoutcome", "lesson"):
        taught.setdefault(outcome, set()).add(lesson)
    return _Relations(
        tuple(
            (programme.path, Link(programme.title, programme.get_url(request) or ""))
            for programme in programmes.defer("body", "body_html")
        ),
        tuple(
            (found.path, PrerequisiteData(found.title, found.get_url(request) or "", row.required))
            for row in rows
            if (found := needed.get(row.course_id)) is not None
        ),
        {outcome: frozenset(lessons) for outcome, lessons in taught.items()},
    )


def _outcomes_of(
    course: Course, lessons: Mapping[int, Link], taught: Mapping[int, frozenset[int]]
) -> tuple[OutcomesOfKind, ...]:
    return by_kind(
        (
            outcome,
            OutcomeData(
                outcome.code,
                outcome.text,
                lessons=tuple(link for key, link in lessons.items() if key in taught.get(outcome.pk, ())),
                covers=outcome.covered_codes,
            ),
        )
        for outcome in course.outcomes.all()
    )
