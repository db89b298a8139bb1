"""What is removed and what is kept when an account is anonymised, as the apps above register it.

An app registers in ``AppConfig.ready()`` what it stores of a user: ``parts`` lists it for the page that asks for
confirmation, ``anonymise`` removes what identifies the user, in the transaction of ``services.anonymise_account``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from people.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """``count`` rows of one kind, told in the language of the reader; they are kept or removed."""

    text: str
    count: int
    kept: bool


Parts = Callable[[User], Iterable[Part]]
Anonymise = Callable[[User], None]

_parts: list[Parts] = []
_anonymisers: list[Anonymise] = []


def register(parts: Parts, anonymise: Anonymise | None = None) -> None:
    """Adds an app. Without ``anonymise`` it keeps everything as it is."""
    if parts not in _parts:
        _parts.append(parts)
    if anonymise is not None and anonymise not in _anonymisers:
        _anonymisers.append(anonymise)


def parts_of(user: User) -> list[Part]:
    """What the apps store of ``user``, without what there is none of."""
    return [part for parts in _parts for part in parts(user) if part.count]


def anonymise(user: User) -> None:
    """Has every app remove what identifies ``user``."""
    for function in _anonymisers:
        function(user)
