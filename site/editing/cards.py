"""Dataclasses for the templates of the admin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from editing.differences.cards import FieldChange
from editing.outside.cards import CommentCard
from publishing.impact import Impact


@dataclass(frozen=True, slots=True)
class DecisionButton:
    """A button of the form of decisions: the value that it sends, its label and the CSS classes of its weight."""

    value: str
    label: str
    classes: str


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A page in review. ``new``: it was never live or is not now, so ``changes`` is all that is in it.

    ``buttons`` is empty for those who may read the page but not decide. ``outside`` has the open comments of people
    without an account, ``outside_url`` where they are handled.
    """

    title: str
    kind: str
    place: str
    sent_by: str
    sent_at: datetime
    revision: int
    new: bool
    changes: Sequence[FieldChange]
    impacts: Sequence[Impact]
    preview_url: str
    edit_url: str
    live_url: str
    comments: int
    publishes: bool
    buttons: Sequence[DecisionButton]
    outside_url: str = ""
    outside: Sequence[CommentCard] = ()
