"""Whom a change affects: of right answers, exercises and the way of completing a lesson, of a question of the bank."""

from collections.abc import Iterable, Set
from uuid import UUID

from django.db.models import Count
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.activities.bank.models import BankQuestion
from courses.activities.exercises import answer_key_differs
from courses.activities.extracts import ExerciseSource
from courses.activities.models import Answer
from courses.catalogue.models import CourseOutline, Lesson
from courses.learning.models import Completion, Enrolment, QuizAttempt
from publishing import impact
from publishing.impact import Impact
from publishing.pipeline import extracts_of

LONGEST_TITLE = 80
"""Characters of a question that is quoted."""

QUOTES = str.maketrans(dict.fromkeys('„”“"', None))


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register_publish(_on_publishing)
    impact.register_publish(_on_publishing_question, of=BankQuestion)
    impact.register_first_publish(_on_first_publishing)


def _on_publishing(live: Page, draft: Page) -> list[Impact]:
    """At most three queries, none where no right answer, number of exercises or way of completing changes."""
    if not (isinstance(live, Lesson) and isinstance(draft, Lesson)):
        return []
    before = {item.uuid: item for item in extracts_of(live, ExerciseSource)}
    after = {item.uuid: item for item in extracts_of(draft, ExerciseSource)}
    changed = [
        item for item in after.values() if item.uuid in before and answer_key_differs(before[item.uuid].tree, item.tree)
    ]
    removed = [item for item in before.values() if item.uuid not in after]
    people = _people(item.uuid for item in [*changed, *removed])
    return [
        *(_changed(item, people.get(item.uuid, 0)) for item in changed),
        *(_removed(item, people.get(item.uuid, 0)) for item in removed),
        *([_completions(live, left=len(after))] if removed and live.rule == Lesson.CompletionRule.EXERCISES else []),
        *_under_way(live, draft, before=before.keys(), after=after.keys()),
    ]


def _on_publishing_question(live: BankQuestion, draft: BankQuestion) -> list[Impact]:
    """Three queries at most, none where the same answer stays right."""
    if draft.exercise_block is None or not answer_key_differs(live.tree, draft.tree):
        return []
    attempts = QuizAttempt.objects.filter(answers__version__activity=live.uuid).count()
    text = ngettext(
        "It was asked in %(number)d attempt at a quiz, which keeps the version that was asked, also while it is under "
        "way.",
        "It was asked in %(number)d attempts at quizzes, which keep the version that was asked, also while they are "
        "under way.",
        attempts,
    )
    return [
        _changed(draft.source(shared=False), _people([live.uuid]).get(live.uuid, 0)),
        Impact(text % {"number": attempts}, attempts, about=f"asked {live.uuid}"),
    ]


def _under_way(live: Lesson, draft: Lesson, *, before: Set[UUID], after: Set[UUID]) -> list[Impact]:
    """What added exercises and another way of completing mean for whoever is midway without this lesson."""
    added = len(after - before) if before & after else 0
    other_rule = live.completion_rule != draft.completion_rule
    if not (added or other_rule):
        return []
    people = Enrolment.objects.covering(live).filter(completed_at=None).exclude(completions__lesson=live.key).count()
    found = []
    if added:
        exercises = ngettext("%(number)d exercise is added.", "%(number)d exercises are added.", added)
        learners = ngettext(
            "%(number)d person is midway without having completed the lesson: what is added does not count for them.",
            "%(number)d people are midway without having completed the lesson: what is added does not count for them.",
            people,
        )
        text = f"{exercises % {'number': added}} {learners % {'number': people}}"
        found.append(Impact(text, people, about=f"added to {live.key}"))
    if other_rule:
        text = ngettext(
            "The lesson is completed in another way. %(number)d person is midway without having completed it: they "
            "complete it in the easier of the two.",
            "The lesson is completed in another way. %(number)d people are midway without having completed it: they "
            "complete it in the easier of the two.",
            people,
        )
        found.append(Impact(text % {"number": people}, people, about=f"rule of {live.key}"))
    return found


def _on_first_publishing(draft: Page) -> list[Impact]:
    """What a lesson that is added, or comes back, means for whoever is midway: at most four queries.

    Whoever has been shown their progress without it is offered it, as if it were added.
    """
    if not isinstance(draft, Lesson):
        return []
    key, comes_back = draft.key, 0
    midway = Enrolment.objects.covering(draft).filter(completed_at=None).order_by()
    known = midway.exclude(withdrawn_lessons=[]).values_list("pk", "withdrawn_lessons")
    without = [pk for pk, withdrawn in known if str(key) in withdrawn]
    is_new = len(without)
    rows = midway.exclude(pk__in=without).values("outline")
    people = dict(rows.annotate(people=Count("pk")).values_list("outline", "people"))
    for outline in CourseOutline.objects.filter(pk__in=people):
        if outline.outline.lesson(key) is not None:
            comes_back += people[outline.pk]
        else:
            is_new += people[outline.pk]
    return [
        Impact(
            ngettext(
                "%(number)d person is midway through this course: for them the lesson is extra. It is offered to "
                "them, and counts once they take it in.",
                "%(number)d people are midway through this course: for them the lesson is extra. It is offered to "
                "them, and counts once they take it in.",
                is_new,
            )
            % {"number": is_new},
            is_new,
            about=f"new {key}",
        ),
        Impact(
            ngettext(
                "%(number)d person midway through this course had this lesson when enrolling: it counts for them "
                "again.",
                "%(number)d people midway through this course had this lesson when enrolling: it counts for them "
                "again.",
                comes_back,
            )
            % {"number": comes_back},
            comes_back,
            about=f"back {key}",
        ),
    ]


def _people(activities: Iterable[UUID]) -> dict[UUID, int]:
    """How many people have answered each of these exercises."""
    wanted = list(activities)
    if not wanted:
        return {}
    rows = Answer.objects.filter(activity__in=wanted).order_by().values("activity")
    return dict(rows.annotate(people=Count("user", distinct=True)).values_list("activity", "people"))


def _title(exercise: ExerciseSource) -> str:
    """The question, without quotation marks of its own: it is quoted."""
    return Truncator(exercise.title.translate(QUOTES)).chars(LONGEST_TITLE)


def _changed(exercise: ExerciseSource, people: int) -> Impact:
    text = ngettext(
        "The right answer to “%(exercise)s” changes. %(number)d person has answered it: the answer stays with the "
        "version that was answered.",
        "The right answer to “%(exercise)s” changes. %(number)d people have answered it: their answers stay with the "
        "version that they answered.",
        people,
    )
    return Impact(text % {"exercise": _title(exercise), "number": people}, people, about=f"changed {exercise.uuid}")


def _removed(exercise: ExerciseSource, people: int) -> Impact:
    text = ngettext(
        "The exercise “%(exercise)s” is removed. %(number)d person has answered it: the answer stays, but is no longer "
        "shown in the lesson.",
        "The exercise “%(exercise)s” is removed. %(number)d people have answered it: their answers stay, but are no "
        "longer shown in the lesson.",
        people,
    )
    return Impact(text % {"exercise": _title(exercise), "number": people}, people, about=f"removed {exercise.uuid}")


def _completions(lesson: Lesson, *, left: int) -> Impact:
    """``left``: the number of exercises that the draft has."""
    people = Completion.objects.filter(lesson=lesson.key, source=Completion.Source.EXERCISES).count()
    text = ngettext(
        "%(number)d person has completed the lesson by its exercises: the completion stays.",
        "%(number)d people have completed the lesson by its exercises: their completions stay.",
        people,
    )
    others = (
        _("For the others the exercises that are left count.")
        if left
        else _("The others mark the lesson as completed themselves.")
    )
    return Impact(f"{text % {'number': people}} {others}", people, about=f"completions {lesson.key} {bool(left)}")
