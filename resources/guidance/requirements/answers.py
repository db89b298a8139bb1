"""What an organisation says about itself, and which requirements concern it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from reference.conditions import Condition

YES, NO = "tak", "nie"


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one condition. ``name`` is that of the parameter in the address.

    ``reason`` follows “Shown, because:” where the answer is yes, ``unknown`` where there is none.
    """

    condition: str
    name: str
    text: str | Promise
    reason: str | Promise
    unknown: str | Promise


QUESTIONS: tuple[Question, ...] = (
    Question(
        Condition.EMPLOYEES,
        "etat",
        _("Do you have employees with employment contracts?"),
        _("you have employees with employment contracts"),
        _("whether you have employees with employment contracts"),
    ),
    Question(
        Condition.CIVIL_CONTRACTS,
        "umowy",
        _("Do you conclude contracts of mandate or for specific work?"),
        _("you conclude contracts of mandate or for specific work"),
        _("whether you conclude contracts of mandate or for specific work"),
    ),
    Question(
        Condition.FOREIGNERS,
        "cudzoziemcy",
        _("Do you give work to foreigners?"),
        _("you give work to foreigners"),
        _("whether you give work to foreigners"),
    ),
    Question(
        Condition.FIFTY_PEOPLE,
        "piecdziesiat",
        _("Do at least 50 people work for you?"),
        _("at least 50 people work for you"),
        _("whether at least 50 people work for you"),
    ),
    Question(
        Condition.VOLUNTEERS,
        "wolontariat",
        _("Do you have volunteers?"),
        _("you have volunteers"),
        _("whether you have volunteers"),
    ),
    Question(
        Condition.MINORS,
        "dzieci",
        _("Do you work with children or young people?"),
        _("you work with children or young people"),
        _("whether you work with children or young people"),
    ),
    Question(
        Condition.GRANTS,
        "dotacje",
        _("Do you take public grants?"),
        _("you take public grants"),
        _("whether you take public grants"),
    ),
    Question(
        Condition.PAID_ACTIVITY,
        "odplatnie",
        _("Do you run paid or economic activity?"),
        _("you run paid or economic activity"),
        _("whether you run paid or economic activity"),
    ),
    Question(
        Condition.LOCAL_GOVERNMENT,
        "samorzad",
        _("Are you a local government unit?"),
        _("you are a local government unit"),
        _("whether you are a local government unit"),
    ),
)
_BY_CONDITION = {question.condition: question for question in QUESTIONS}


@dataclass(frozen=True, slots=True)
class Answers:
    """Yes or no by condition; a condition that is missing is unknown, which counts as yes."""

    given: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> "Answers":
        """Those in an address; parameters that are neither yes nor no are unknown."""
        found = {question.condition: parameters.get(question.name, "") for question in QUESTIONS}
        return cls({condition: value == YES for condition, value in found.items() if value in (YES, NO)})

    @classmethod
    def from_query(cls, query: str) -> "Answers":
        """Those in a query string."""
        return cls.from_parameters(dict(parse_qsl(query)))

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the address, in the order of the questions."""
        return [
            (question.name, YES if self.given[question.condition] else NO)
            for question in QUESTIONS
            if question.condition in self.given
        ]

    def query(self) -> str:
        return urlencode(self.parameters())

    def value_of(self, condition: str) -> str:
        """``tak``, ``nie`` or ""."""
        answer = self.given.get(condition)
        return "" if answer is None else YES if answer else NO

    def meet(self, conditions: Iterable[str]) -> bool:
        """Whether a requirement with these conditions concerns the organisation: none, or one that is not denied."""
        names = tuple(conditions)
        return not names or any(self.given.get(name, True) for name in names)

    def reasons(self, conditions: Iterable[str]) -> tuple[str, ...]:
        """Why it concerns the organisation: the conditions that were answered with yes."""
        return tuple(str(_BY_CONDITION[name].reason) for name in conditions if self.given.get(name))

    def unknown(self, conditions: Iterable[str]) -> tuple[str, ...]:
        """What is not known and may make it concern the organisation."""
        return tuple(str(_BY_CONDITION[name].unknown) for name in conditions if name not in self.given)
