"""Questions of the bank made by tests."""

from collections.abc import Sequence
from typing import Any

from courses.activities.bank.models import BankQuestion
from tests.courses_tree import choice


def make_question(
    question: str = "Pytanie banku?",
    *,
    right: tuple[int, ...] = (0,),
    options: int = 3,
    tags: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    **fields: Any,
) -> BankQuestion:
    """A published question with answers to choose; its first option is the right one."""
    made = BankQuestion(content=[choice(question, right=right, options=options)], **fields)
    made.save()
    if tags or outcomes:
        made.tags.set(list(tags))
        made.outcomes.set(list(outcomes))
        made.save()
    return made


def placed(question: BankQuestion, *, block: str = "") -> dict[str, Any]:
    """The raw block with which a question stands in a lesson."""
    return {"type": "bank_question", "id": block or f"bank-{question.pk}", "value": {"question": question.pk}}
