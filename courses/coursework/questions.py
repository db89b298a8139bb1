"""How a group does in the exercises of its courses: what to go through at the next meeting."""

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.activities.analysis import ItemAnalysis, OptionCount
from courses.activities.models import ActivityVersion
from courses.catalogue.models import Lesson
from courses.coursework.models import Cohort
from courses.learning.items.reading import SCORED, analyses_of, versions_asked

HARD = 0.5
"""Below this facility a question is one to talk about."""


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """A question of the group's courses. ``quiz`` tells a question of a quiz from an exercise in a lesson."""

    title: str
    quiz: bool
    percent: int
    answers: int
    wrong: tuple[OptionCount, ...]

    @property
    def hard(self) -> bool:
        return self.percent < HARD * 100


def questions_of(cohort: Cohort) -> list[GroupQuestion]:
    """The exercises and the questions of quizzes that enough people of the group have answered, the hardest first.

    A constant number of queries for any number of questions; one with too few answers is left out.
    """
    activities = {
        activity
        for course in cohort.courses()
        for lesson in Lesson.objects.descendant_of(course).live().only("exercises")
        for activity in lesson.activities
    }
    people = list(cohort.members.values_list("user", flat=True))
    in_lessons = ActivityVersion.objects.filter(activity__in=activities, tree__type__in=SCORED)
    versions: QuerySet[ActivityVersion] = in_lessons | versions_asked(quizzes=activities, users=people)
    found = []
    for item in analyses_of(versions.select_related("activity").distinct(), users=people):
        for analysis, quiz in ((item.alone, False), (item.in_quizzes, True)):
            if analysis.facility is not None:
                found.append(_question(item.title, analysis, analysis.facility, quiz=quiz))
    return sorted(found, key=lambda question: (question.percent, question.title))


def _question(title: str, analysis: ItemAnalysis, facility: float, *, quiz: bool) -> GroupQuestion:
    wrong = [option for option in analysis.options if not option.right and option.count]
    return GroupQuestion(
        title=title,
        quiz=quiz,
        percent=int(facility * 100),
        answers=analysis.answers,
        wrong=tuple(sorted(wrong, key=lambda option: -option.count)[:3]),
    )
