"""A course with a quiz, for tests."""

from typing import Any
from uuid import UUID

from courses.activities.exercises.quiz import ANSWERS, BEST
from courses.activities.given import WHOLE, Given
from courses.catalogue.models import Course, Lesson
from courses.learning.models import QuizAnswer, QuizAttempt
from tests.activities.bank.builders import make_question
from tests.courses_tree import lessons_of, make_course, make_lesson

TAG = "do quizu"


def quiz(**fields: Any) -> dict[str, Any]:
    """A raw block of a quiz that draws three questions."""
    value = {
        "title": "Test końcowy",
        "intro": "",
        "rules": [{"number": 3, "tags": TAG, "outcomes": ""}],
        "fixed": [],
        "pass_mark": 60,
        "max_attempts": None,
        "counts": BEST,
        "minutes": None,
        "shuffle_questions": True,
        "shuffle_options": True,
        "review": ANSWERS,
        **fields,
    }
    return {"type": "quiz", "id": "quiz", "value": value}


def make_quiz(*, bank: int = 5, **fields: Any) -> Lesson:
    """A lesson of its own course whose only exercise is a quiz; the bank has ``bank`` questions for it."""
    for number in range(bank):
        make_question(f"Pytanie {number} do quizu?", tags=[TAG], outcomes=[f"W{number % 2}"])
    course = make_course(lessons=1)
    topic = lessons_of(course)[0].get_parent()
    lesson = make_lesson(topic, "Sprawdzian", quiz(**fields))
    lessons_of(course)[0].delete()
    return lesson


def course_of(lesson: Lesson) -> Course:
    found: Course = Course.objects.get(path=lesson.course_path)
    return found


def answers(attempt: QuizAttempt, *, right: int) -> dict[UUID, Given]:
    """Answers to all questions, of which the first ``right`` are right."""
    rows = QuizAnswer.objects.filter(attempt=attempt).select_related("version")
    return {row.version.activity_id: chosen(row, right=place < right) for place, row in enumerate(rows)}


def chosen(row: QuizAnswer, *, right: bool) -> Given:
    options = row.version.tree["fields"]["options"]
    return Given({WHOLE: (next(option["id"] for option in options if option["correct"] == right),)})
