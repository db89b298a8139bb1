"""Exercises whose rows each take one of a list: true or false, matching, sorting into categories, putting in order."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from xblock.fields import List, Scope

from courses.activities.cards import OptionCard, RowCard, RowsCard
from courses.activities.errors import InvalidAnswerError
from courses.activities.exercises.base import (
    Assessment,
    Exercise,
    changed_meanwhile,
    parts_assessment,
    shuffled,
    verdict,
)
from courses.activities.given import Given

Option = tuple[str, str]
"""Its id and its text."""

MOST_SIDE_BY_SIDE = 3
"""More options than these are chosen from a list."""


class RowsExercise(Exercise):
    """Rows of which each takes one option; the score is the share of rows that are right.

    A type of it says what the rows are, what they may take and what is right; each row is a part of the answer.
    """

    TEMPLATE: ClassVar[str] = "rows"

    @abstractmethod
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows in the order shown, each with ``id`` and ``text``, perhaps ``feedback``."""

    @abstractmethod
    def options(self) -> Sequence[Option]:
        """What each row may take."""

    @classmethod
    @abstractmethod
    def right(cls, fields: Mapping[str, Any]) -> dict[str, Collection[str]]:
        """The right options of each row; ``fields`` are the content fields."""

    @classmethod
    @abstractmethod
    def texts(cls, fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """The texts of rows and of options by id."""

    @property
    def incomplete(self) -> str:
        """What is told to whoever left a row without an option."""
        return _("Choose an answer in every row.")

    def content(self) -> dict[str, Any]:
        """The content fields that the rules read."""
        return {name: getattr(self, name) for name, field in self.fields.items() if field.scope == Scope.content}

    def parts(self) -> Collection[str]:
        return self.right(self.content()).keys()

    def check(self, given: Given) -> None:
        allowed = {key for key, _text in self.options()}
        if any(value and value not in allowed for value in given):
            raise changed_meanwhile()
        if any(len(given.values(part)) > 1 for part in self.parts()):
            raise InvalidAnswerError(_("Choose one answer in each row."))
        if not all(given.first(part) for part in self.parts()):
            raise InvalidAnswerError(self.incomplete)

    def assess(self, given: Given) -> Assessment:
        right = self.right(self.content())
        return parts_assessment({part: given.first(part) in accepted for part, accepted in right.items()})

    def answers(self, given: Given, assessment: Assessment | None) -> RowsCard:
        options = self.options()
        return RowsCard(
            listed=len(options) > MOST_SIDE_BY_SIDE,
            rows=tuple(
                RowCard(
                    id=row["id"],
                    text=row["text"],
                    options=tuple(
                        OptionCard(key, text, selected=given.first(row["id"]) == key, verdict=None, feedback="")
                        for key, text in options
                    ),
                    verdict=verdict(assessment.parts[row["id"]]) if assessment else None,
                    feedback=row.get("feedback", "") if assessment else "",
                )
                for row in self.rows()
            ),
        )

    def solution(self) -> tuple[str, ...]:
        fields = self.content()
        rows, options = self.texts(fields)
        return tuple(
            f"{rows[part]} – {', '.join(options[key] for key in keys)}" for part, keys in self.right(fields).items()
        )

    @classmethod
    def key(cls, fields: Mapping[str, Any]) -> Any:
        """The right pairs by their words, so that writing a row anew with the same words changes nothing."""
        rows, options = cls.texts(fields)
        right = cls.right(fields)
        return {rows[part]: sorted(options[key] for key in keys) for part, keys in right.items()}

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        rows, options = cls.texts(fields)
        return tuple(
            f"{rows.get(part, part)} – {', '.join(options.get(value, value) for value in values)}"
            for part, values in given.parts.items()
        )


TRUE, FALSE = "true", "false"


class TrueFalseExercise(RowsExercise):
    """A series of statements, each true or false."""

    TYPE: ClassVar[str] = "pomost_true_false"
    INTERACTION: ClassVar[str] = "matching"

    # Each {"id", "text", "correct", "feedback"}.
    statements = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("true or false")

    def rows(self) -> Sequence[Mapping[str, Any]]:
        return list(self.statements)

    def options(self) -> Sequence[Option]:
        return list(self._options().items())

    @classmethod
    def right(cls, fields: Mapping[str, Any]) -> dict[str, Collection[str]]:
        return {item["id"]: (TRUE if item["correct"] else FALSE,) for item in fields.get("statements", [])}

    @classmethod
    def texts(cls, fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        return {item["id"]: item["text"] for item in fields.get("statements", [])}, cls._options()

    @staticmethod
    def _options() -> dict[str, str]:
        return {TRUE: _("true"), FALSE: _("false")}


class MatchingExercise(RowsExercise):
    """Pairs to be found: each row takes the other half of one pair. Equal halves are as good as each other."""

    TYPE: ClassVar[str] = "pomost_matching"
    INTERACTION: ClassVar[str] = "matching"

    # Each {"id", "text", "match"}.
    pairs = List(scope=Scope.content, default=[])
    # Each {"id", "text"}: belongs to no row.
    extras = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("match the pairs")

    def rows(self) -> Sequence[Mapping[str, Any]]:
        return list(self.pairs)

    def options(self) -> Sequence[Option]:
        halves = {item["match"]: {"id": item["id"], "text": item["match"]} for item in reversed(self.pairs)}
        found = shuffled([*halves.values(), *self.extras], seed=str(self.scope_ids.usage_id))
        return [(item["id"], item["text"]) for item in found]

    @classmethod
    def right(cls, fields: Mapping[str, Any]) -> dict[str, Collection[str]]:
        pairs = fields.get("pairs", [])
        first = {item["match"]: item["id"] for item in reversed(pairs)}
        return {item["id"]: (first[item["match"]],) for item in pairs}

    @classmethod
    def texts(cls, fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        pairs = fields.get("pairs", [])
        options = {item["id"]: item["match"] for item in pairs}
        options |= {item["id"]: item["text"] for item in fields.get("extras", [])}
        return {item["id"]: item["text"] for item in pairs}, options


class SortingExercise(RowsExercise):
    """Things to be sorted into categories."""

    TYPE: ClassVar[str] = "pomost_sorting"
    INTERACTION: ClassVar[str] = "matching"

    # Each {"id", "text", "things": [{"id", "text", "feedback"}]}.
    categories = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("sort into categories")

    def rows(self) -> Sequence[Mapping[str, Any]]:
        things = [thing for category in self.categories for thing in category["things"]]
        return shuffled(things, seed=str(self.scope_ids.usage_id))

    def options(self) -> Sequence[Option]:
        return [(category["id"], category["text"]) for category in self.categories]

    @classmethod
    def right(cls, fields: Mapping[str, Any]) -> dict[str, Collection[str]]:
        return {
            thing["id"]: (category["id"],) for category in fields.get("categories", []) for thing in category["things"]
        }

    @classmethod
    def texts(cls, fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        categories = fields.get("categories", [])
        things = {thing["id"]: thing["text"] for category in categories for thing in category["things"]}
        return things, {category["id"]: category["text"] for category in categories}


class OrderingExercise(RowsExercise):
    """Things to be put in order: each row takes a place from 1 on.

    The order that is shown at first is nobody's answer: until a place is chosen or a row is moved the fields are empty.
    """

    TYPE: ClassVar[str] = "pomost_ordering"
    INTERACTION: ClassVar[str] = "sequencing"

    # Each {"id", "text", "feedback"}, in the right order.
    things = List(scope=Scope.content, default=[])

    @property
    def instruction(self) -> str:
        return _("put in order")

    @property
    def incomplete(self) -> str:
        return _("Put the things in order first: each needs its place.")

    def rows(self) -> Sequence[Mapping[str, Any]]:
        found = shuffled(self.things, seed=str(self.scope_ids.usage_id))
        # The right order as the first one shown would be no exercise.
        return (
            found[1:] + found[:1] if [item["id"] for item in found] == [item["id"] for item in self.things] else found
        )

    def options(self) -> Sequence[Option]:
        return [(str(place), str(place)) for place in range(1, len(self.things) + 1)]

    def check(self, given: Given) -> None:
        super().check(given)
        places = [given.first(part) for part in self.parts()]
        if len(set(places)) < len(places):
            raise InvalidAnswerError(_("Give each place once: two things have the same one."))

    def answers(self, given: Given, assessment: Assessment | None) -> RowsCard:
        """In the order given, so that what was answered is read as it was meant."""
        card = super().answers(given, assessment)
        places = {part: int(values[0]) for part, values in given.parts.items() if values and values[0].isdecimal()}
        rows = sorted(card.rows, key=lambda row: places.get(row.id, 0)) if len(places) == len(card.rows) else card.rows
        return RowsCard(tuple(rows), listed=True, ordered=True)

    def solution(self) -> tuple[str, ...]:
        return tuple(f"{place}. {item['text']}" for place, item in enumerate(self.things, start=1))

    @classmethod
    def right(cls, fields: Mapping[str, Any]) -> dict[str, Collection[str]]:
        return {item["id"]: (str(place),) for place, item in enumerate(fields.get("things", []), start=1)}

    @classmethod
    def texts(cls, fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        things = fields.get("things", [])
        places = {str(place): str(place) for place in range(1, len(things) + 1)}
        return {item["id"]: item["text"] for item in things}, places

    @classmethod
    def described(cls, fields: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        """The things in the order given."""
        rows, _places = cls.texts(fields)
        placed = sorted((given.first(part).zfill(4), part) for part in given.parts)
        return tuple(f"{place.lstrip('0')}. {rows.get(part, part)}" for place, part in placed)
