"""The states of a submission and the transitions between them."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.coursework.errors import WrongStateError


class State(models.TextChoices):
    """The states of a submission; it is in exactly one."""

    DRAFT = "draft", pgettext_lazy("submission", "draft")
    SUBMITTED = "submitted", pgettext_lazy("submission", "handed in")
    RETURNED = "returned", pgettext_lazy("submission", "to correct")
    ACCEPTED = "accepted", pgettext_lazy("submission", "accepted")
    FAILED = "failed", pgettext_lazy("submission", "not passed")


class Decision(models.TextChoices):
    """The decisions of a review; each leads to the state with the same value."""

    ACCEPTED = "accepted", pgettext_lazy("submission", "accepted")
    RETURNED = "returned", pgettext_lazy("submission", "returned for correction")
    FAILED = "failed", pgettext_lazy("submission", "not passed")


# Shown while there is no submission yet; not a state of one.
TODO = "todo"
TODO_LABEL: Promise | str = pgettext_lazy("submission", "to do")

# Shown at an assignment that a trainer closed, or whose lesson is no longer published; not a state of a submission.
CLOSED = "closed"
CLOSED_LABEL: Promise | str = pgettext_lazy("task", "closed")
LEFT_LABEL: Promise | str = _("draft; you are not in this group any more")
WITHDRAWN_LABEL: Promise | str = pgettext_lazy("task", "closed: the lesson is withdrawn from publication")

# Shown at an assignment whose lesson is completed; not a state of a submission.
DONE = "done"
DONE_LABEL: Promise | str = pgettext_lazy("lesson", "completed")

# The transitions allowed from each state. Accepted and failed are final, unless the decision is corrected.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.RETURNED, State.FAILED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.ACCEPTED: frozenset(),
    State.FAILED: frozenset(),
}

# In these states the learner may save a draft, which does not change the state.
WRITABLE = frozenset(state for state, targets in MOVES.items() if State.SUBMITTED in targets)


# In these states there is a decision, which a trainer may correct.
DECIDED = frozenset(State(decision.value) for decision in Decision)


def move(current: str, target: str) -> State:
    """Returns the state after the transition. Raises ``WrongStateError`` when ``MOVES`` does not allow it."""
    here, there = State(current), State(target)
    if there not in MOVES[here]:
        raise WrongStateError(_explanation(here))
    return there


def check_writable(current: str) -> None:
    """Raises ``WrongStateError`` unless the learner may write now."""
    if State(current) not in WRITABLE:
        raise WrongStateError(_explanation(State(current)))


def correct(current: str, decision: Decision) -> State:
    """Returns the state after a corrected decision. Raises ``WrongStateError`` when there is no decision yet."""
    if State(current) not in DECIDED:
        raise WrongStateError(_explanation(State(current)))
    return State(decision.value)


def _explanation(state: State) -> str:
    explanations: dict[State, Promise | str] = {
        State.DRAFT: _("This submission has not been handed in yet."),
        State.SUBMITTED: _("This submission is handed in and waits for the trainer."),
        State.RETURNED: _("This submission was returned and waits for the learner's correction."),
        State.ACCEPTED: _("This submission is already accepted."),
        State.FAILED: _("This submission was already marked as not passed."),
    }
    return str(explanations[state])
