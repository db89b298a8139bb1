"""The history of learning: learning events in words."""

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from courses.learning.history.cards import HistoryItem
from courses.learning.models import LearningEvent, LearningEventQuerySet
from courses.learning.statements import Kind, Verb

if TYPE_CHECKING:
    from people.models import User


def events_of(user: "User") -> LearningEventQuerySet:
    """The events in force of a user, the newest first; none before their first one."""
    pseudonym = getattr(user, "pseudonym", None)
    if pseudonym is None:
        return LearningEvent.objects.none()
    return LearningEvent.objects.in_force().filter(actor=pseudonym.uuid).order_by("-stored", "-pk")


def in_words(event: LearningEvent) -> HistoryItem:
    """What an event tells, in a sentence without a subject."""
    statement: dict[str, Any] = event.statement
    definition = statement.get("object", {}).get("definition", {})
    title = next(iter(definition.get("name", {}).values()), "")
    grouping = statement.get("context", {}).get("contextActivities", {}).get("grouping", [])
    course = next(iter(grouping[0].get("definition", {}).get("name", {}).values()), "") if grouping else ""
    return HistoryItem(
        text=_sentence(event.verb, definition.get("type", ""), statement.get("result", {})) % {"title": title},
        happened_at=parse_datetime(statement.get("timestamp", "")),
        course_title=course,
    )


def _sentence(verb: str, kind: str, result: dict[str, Any]) -> str:
    if verb == Verb.ANSWERED.iri:
        if result.get("success") is True:
            return _("Right answer in the exercise: %(title)s")
        if result.get("success") is False:
            return _("Answer that was not right in the exercise: %(title)s")
        return _("Answer in the exercise: %(title)s")
    if verb == Verb.COMPLETED.iri:
        return _("Course completed: %(title)s") if kind == Kind.COURSE.value else _("Lesson completed: %(title)s")
    sentences = {
        Verb.REGISTERED.iri: _("Enrolled on the course: %(title)s"),
        Verb.SUBMITTED.iri: _("Submission handed in: %(title)s"),
        Verb.SCORED.iri: _("Submission reviewed: %(title)s"),
        Verb.PASSED.iri: _("Submission accepted: %(title)s"),
        Verb.FAILED.iri: _("Submission failed: %(title)s"),
    }
    return sentences.get(verb, "%(title)s")
