"""The states of a written work and the moves between them: the one place that knows them."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.coursework.errors import WrongStateError


class State(models.TextChoices):
    """Exactly one at a time."""

    DRAFT = "draft", pgettext_lazy("work", "draft")
    SUBMITTED = "submitted", pgettext_lazy("work", "handed in")
    RETURNED = "returned", pgettext_lazy("work", "to correct")
    ACCEPTED = "accepted", pgettext_lazy("work", "accepted")
    FAILED = "failed", pgettext_lazy("work", "not passed")


class Decision(models.TextChoices):
    """What a trainer may say of a work; each leads to the state of the same name."""

    ACCEPTED = "accepted", pgettext_lazy("work", "accepted")
    RETURNED = "returned", pgettext_lazy("work", "returned for correction")
    FAILED = "failed", pgettext_lazy("work", "not passed")


# What a learner reads before anything is begun: there is no submission yet, so it is no state of one.
TODO = "todo"
TODO_LABEL: Promise | str = pgettext_lazy("work", "to do")

# What stands at a lesson that was set and is not published any more.
CLOSED = "closed"
CLOSED_LABEL: Promise | str = pgettext_lazy("task", "closed: the lesson is withdrawn from publication")

# From each state, where a work may go. A work that is accepted or failed stays so, unless the decision is corrected.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.RETURNED, State.FAILED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.ACCEPTED: frozenset(),
    State.FAILED: frozenset(),
}

# In these the learner writes: a draft is kept and the state stays as it is.
WRITABLE = frozenset(state for state, targets in MOVES.items() if State.SUBMITTED in targets)


# In these a trainer has decided, and may correct the decision.
DECIDED = frozenset(State(decision.value) for decision in Decision)


def move(current: str, target: str) -> State:
    """The state after the move. Raises ``WrongStateError`` when the table does not allow it."""
    here, there = State(current), State(target)
    if there not in MOVES[here]:
        raise WrongStateError(_explanation(here))
    return there


def check_writable(current: str) -> None:
    """Raises ``WrongStateError`` unless the learner may write now."""
    if State(current) not in WRITABLE:
        raise WrongStateError(_explanation(State(current)))


def correct(current: str, decision: Decision) -> State:
    """The state after a corrected decision. Raises ``WrongStateError`` when there is none to correct."""
    if State(current) not in DECIDED:
        raise WrongStateError(_explanation(State(current)))
    return State(decision.value)


def _explanation(state: State) -> str:
    explanations: dict[State, Promise | str] = {
        State.DRAFT: _("This work has not been handed in yet."),
        State.SUBMITTED: _("This work is handed in and waits for the trainer."),
        State.RETURNED: _("This work was returned and waits for the learner's correction."),
        State.ACCEPTED: _("This work is already accepted."),
        State.FAILED: _("This work was already marked as not passed."),
    }
    return str(explanations[state])
