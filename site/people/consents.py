"""The purposes that users consent to, each with its wordings, and what a user has decided.

A purpose is registered only where something uses the consent: nobody is asked for more than is needed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from people.models import Consent, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Wording:
    """What users agree to; ``version`` is the day since which it holds."""

    version: str
    text: "str | _StrPromise"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a consent is for. ``wordings``: the oldest first, because users read what they agreed to.

    ``required``: there is no account without it. ``name`` is at most 20 characters long.
    """

    name: str
    label: "str | _StrPromise"
    what_for: "str | _StrPromise"
    wordings: tuple[Wording, ...]
    required: bool = False

    @property
    def current(self) -> Wording:
        return self.wordings[-1]


@dataclass(frozen=True, slots=True)
class Decision:
    """One consent of a user as the page shows it."""

    text: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """A purpose with the decisions of a user, the latest first.

    ``given``: to the current wording; ``outdated``: only to an earlier one.
    """

    purpose: Purpose
    given: bool
    outdated: bool
    decisions: tuple[Decision, ...]


TERMS = Purpose(
    "terms",
    _("Terms of service"),
    _("An account is made under these terms."),
    (Wording("2026-11-22", _("I accept the terms of service")),),
    required=True,
)

_purposes: dict[str, Purpose] = {TERMS.name: TERMS}


def register(purpose: Purpose) -> None:
    """Adds or replaces a purpose; called in ``AppConfig.ready()``."""
    _purposes[purpose.name] = purpose


def purpose_named(name: str) -> Purpose:
    """The purpose with this name. Raises ``KeyError``."""
    return _purposes[name]


def cards_of(user: User) -> list[ConsentCard]:
    """Every purpose with what ``user`` decided: one query."""
    rows = list(Consent.objects.filter(user=user).order_by("-given_at", "-pk"))
    return [_card(purpose, [row for row in rows if row.subject == purpose.name]) for purpose in _purposes.values()]


def to_renew(user: User) -> list[Purpose]:
    """The required purposes to whose earlier wording ``user`` agreed, and not to the current one: one query."""
    return [card.purpose for card in cards_of(user) if card.purpose.required and card.outdated]


def _card(purpose: Purpose, rows: list[Consent]) -> ConsentCard:
    texts = {wording.version: wording.text for wording in purpose.wordings}
    held = {row.wording for row in rows if row.withdrawn_at is None}
    given = purpose.current.version in held
    return ConsentCard(
        purpose,
        given,
        bool(held) and not given,
        tuple(Decision(str(texts.get(row.wording, "")), row.wording, row.given_at, row.withdrawn_at) for row in rows),
    )
