"""Moves an exercise from its lesson to the question bank and back. The activity stays: its uuid, versions, answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.activities.bank.errors import MoveToBankError
from courses.activities.bank.models import BankQuestion
from courses.activities.blocks import ExerciseBlock
from courses.activities.extracts import exercise_uuid
from courses.activities.models import Activity
from courses.catalogue.models import Lesson
from publishing import references
from reference.values import plain_with_values

if TYPE_CHECKING:
    from people.models import User

BANK_QUESTION = "bank_question"
"""The name of the block with which a question of the bank stands in a lesson."""


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise of a lesson: the id of its block, its title, whether it is in the bank and can come back."""

    block_id: str
    title: str
    in_bank: bool
    comes_back: bool = False


def exercises_of(lesson: Lesson) -> list[ExerciseRow]:
    """The exercises of a lesson in order, those of the bank too."""
    rows = []
    for child in lesson.body:
        if isinstance(child.block, ExerciseBlock):
            rows.append(ExerciseRow(str(child.id), plain_with_values(child.block.title_of(child.value)), in_bank=False))
        elif child.block_type == BANK_QUESTION and (question := child.value["question"]) is not None:
            rows.append(ExerciseRow(str(child.id), question.title, in_bank=True, comes_back=_is_from(lesson, question)))
    return rows


@transaction.atomic
def move_to_bank(*, lesson: Lesson, block_id: str, user: "User", tags: Sequence[str] = ()) -> BankQuestion:
    """Makes a question of the bank of an exercise, which stands in the lesson as before; publishes both.

    Raises ``MoveToBankError`` where the lesson is not published as it is edited or has no such exercise.
    """
    lesson = _locked(lesson)
    raw = list(lesson.body.raw_data)
    place = _place(raw, block_id)
    child = lesson.body[place]
    if not isinstance(child.block, ExerciseBlock):
        raise MoveToBankError(_("This is not an exercise of the lesson."))
    question = BankQuestion(
        uuid=child.block.uuid_of(block_id=block_id, page=lesson),
        root=block_id,
        content=[dict(raw[place])],
        language=lesson.language,
    )
    question.tags.add(*tags)
    question.save()
    question.save_revision(user=user).publish(user=user)
    raw[place] = {"type": BANK_QUESTION, "id": block_id, "value": {"question": question.pk}}
    _publish(lesson, raw, user)
    return question


@transaction.atomic
def move_to_lesson(*, lesson: Lesson, block_id: str, user: "User") -> None:
    """Puts a question that came from this lesson back into it, and takes it out of the bank.

    Raises ``MoveToBankError`` where it came from elsewhere, also stands in another place, or where the lesson or the
    question is not published as it is edited.
    """
    lesson = _locked(lesson)
    raw = list(lesson.body.raw_data)
    place = _place(raw, block_id)
    question: BankQuestion | None = lesson.body[place].value["question"] if _holds_question(raw[place]) else None
    if question is None or not _is_from(lesson, question):
        raise MoveToBankError(_("This question did not come from this lesson, so it stays in the bank."))
    if not question.live or question.has_unpublished_changes:
        raise MoveToBankError(_("Publish the question, or discard its draft, before you move it."))
    if references.pages_that_refer_to([references.key_of(question)]) - {lesson.pk}:
        raise MoveToBankError(_("This question also stands in another lesson, so it stays in the bank."))
    content: dict[str, Any] = dict(question.content.raw_data[0])
    raw[place] = {**content, "id": block_id}
    Activity.objects.filter(pk=question.uuid).update(container=lesson.key)
    _publish(lesson, raw, user)
    # Its answers are those of the exercise, which stays, so nothing keeps the row in the bank.
    super(BankQuestion, question).delete()


def _locked(lesson: Lesson) -> Lesson:
    found = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if not found.live or found.has_unpublished_changes:
        raise MoveToBankError(_("Publish the lesson, or discard its draft, before you move an exercise."))
    return found


def _place(raw: Sequence[Any], block_id: str) -> int:
    for place, item in enumerate(raw):
        if item["id"] == block_id:
            return place
    raise MoveToBankError(_("The lesson has no such exercise any more."))


def _holds_question(item: Any) -> bool:
    return bool(item["type"] == BANK_QUESTION)


def _is_from(lesson: Lesson, question: BankQuestion) -> bool:
    """Whether the exercise would have the same uuid in this lesson."""
    own = exercise_uuid(translation_key=lesson.translation_key, language=lesson.language, block_id=question.root)
    return own == question.uuid


def _publish(lesson: Lesson, raw: Sequence[Any], user: "User") -> None:
    lesson.body = list(raw)
    lesson.save_revision(user=user).publish(user=user)
