"""Whom a changed right answer or a removed exercise of a published lesson affects."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.activities.exercises import answer_key_differs
from courses.activities.extracts import ExerciseSource
from courses.activities.models import Answer
from courses.catalogue.models import Lesson
from courses.learning.models import Completion
from publishing import impact
from publishing.impact import Impact
from publishing.pipeline import extracts_of

LONGEST_TITLE = 80
"""Characters of a question that is quoted."""

QUOTES = str.maketrans(dict.fromkeys('„”“"', None))


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register_publish(_on_publishing)


def _on_publishing(live: Page, draft: Page) -> list[Impact]:
    """At most two queries, none where neither a right answer nor the number of exercises changes."""
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
