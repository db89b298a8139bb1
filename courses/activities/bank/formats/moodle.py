"""A question as Moodle knows it, which GIFT and Moodle XML write down in two ways."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes."""


class FileRefusedError(Exception):
    """A file cannot be read at all; the message says why, for whoever uploaded it."""


class NotTakenError(Exception):
    """A question cannot be taken, or cannot be given; the message says why."""


@dataclass(frozen=True, slots=True)
class MoodleAnswer:
    """An answer with the share of the points that it earns, in percent; ``tolerance`` is that of a number."""

    text: str
    fraction: float = 0.0
    feedback: str = ""
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class MoodlePair:
    """A row to match; one without a ``stem`` is an answer that belongs to nothing."""

    stem: str
    answer: str


@dataclass(frozen=True, slots=True)
class MoodleChoice:
    """What may stand in a gap of "drag and drop into text" and "select missing words"; gaps have those of a group."""

    text: str
    group: str = "1"


@dataclass(frozen=True, slots=True)
class MoodleQuestion:
    """``line`` is where it stands in the file, ``kind`` Moodle's name of its type.

    ``extras`` are the fields of our exercise that the format cannot hold, ``extras_of`` the digest of the question that
    they were written beside: once it was changed elsewhere, they are not used.
    """

    kind: str
    text: str
    line: int = 0
    name: str = ""
    answers: tuple[MoodleAnswer, ...] = ()
    pairs: tuple[MoodlePair, ...] = ()
    choices: tuple[MoodleChoice, ...] = ()
    single: bool = True
    use_case: bool = False
    unit: str = ""
    model: str = ""
    general_feedback: str = ""
    right_feedback: str = ""
    wrong_feedback: str = ""
    hint: str = ""
    id_number: str = ""
    tags: tuple[str, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=dict)
    extras_of: str = ""
    refused: str = ""

    @property
    def digest(self) -> str:
        """Of what the question asks and accepts, whatever it is called and wherever it stands."""
        bare = replace(self, line=0, name="", id_number="", tags=(), extras={}, extras_of="")
        return hashlib.sha256(json.dumps(asdict(bare), sort_keys=True).encode()).hexdigest()[:16]
