"""What a form gives as the answer to an exercise: values by part.

A field of the exercise as a whole is called ``answer``, one of a part ``answer.<part>``; a part is an id of the tree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.http import QueryDict

ANSWER: Final = "answer"
REVEAL: Final = "reveal"
"""The field of the button that asks for the right answer."""
RESTART: Final = "restart"
"""The field of the button that begins an exercise anew."""
WHOLE: Final = ""
"""The part of an exercise that has one answer."""

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Given:
    """The values by part, in the order of the form. Nothing in it has been checked."""

    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[Sequence[str]], *, name: str = ANSWER) -> "Given":
        """What the fields of an exercise have among the posted names and values; ``name`` is that of its fields."""
        parts: dict[str, tuple[str, ...]] = {}
        for field_name, value in pairs:
            if field_name == name or field_name.startswith(f"{name}."):
                part = field_name[len(name) + 1 :]
                parts[part] = (*parts.get(part, ()), value)
        return cls(parts)

    @classmethod
    def kept(cls, fields: Mapping[str, Sequence[str]]) -> "Given":
        """What a learner's row has, as ``as_json`` gave it."""
        return cls({part: tuple(values) for part, values in fields.items()})

    def as_json(self) -> dict[str, list[str]]:
        return {part: list(values) for part, values in self.parts.items()}

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values of a form that gives the same answer."""
        return [(field_of(ANSWER, part), value) for part, values in self.parts.items() for value in values]

    def values(self, part: str = WHOLE) -> tuple[str, ...]:
        return self.parts.get(part, ())

    def first(self, part: str = WHOLE) -> str:
        """The value of a part that takes one; empty where there is none."""
        return next(iter(self.values(part)), "")

    def __bool__(self) -> bool:
        return any(value for values in self.parts.values() for value in values)

    def __iter__(self) -> Iterator[str]:
        return (value for values in self.parts.values() for value in values)


def field_of(name: str, part: str = WHOLE) -> str:
    """The name of the field of a part, in a form whose exercise is called ``name``."""
    return f"{name}.{part}" if part else name


def pairs_of(form: "QueryDict") -> list[tuple[str, str]]:
    """The names and values of a posted form."""
    return [(name, value) for name, values in form.lists() for value in values]


def answers_in(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What of a posted form belongs to an exercise: its answers, and which of its buttons was pressed."""
    return [
        (name, value) for name, value in pairs if name in (ANSWER, REVEAL, RESTART) or name.startswith(f"{ANSWER}.")
    ]
