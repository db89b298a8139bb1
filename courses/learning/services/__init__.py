"""Services of learning."""

from courses.learning.services.enrolments import (
    Answered,
    answer_exercise,
    call_activity,
    enrol,
    finish_course,
    keep_answer,
    keep_place,
    mark_completed,
    record_result,
    unmark_completed,
)
from courses.learning.services.events import pseudonym_of, record_events, void_event
from courses.learning.services.pinned_outlines import settle_lessons, take_in_additions
from courses.learning.services.programmes import settle_programmes, take_in_programme_additions

__all__ = [
    "Answered",
    "answer_exercise",
    "call_activity",
    "enrol",
    "finish_course",
    "keep_answer",
    "keep_place",
    "mark_completed",
    "pseudonym_of",
    "record_events",
    "record_result",
    "settle_lessons",
    "settle_programmes",
    "take_in_additions",
    "take_in_programme_additions",
    "unmark_completed",
    "void_event",
]
