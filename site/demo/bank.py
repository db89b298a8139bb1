"""The questions of the demo's bank: exercises for the quizzes of its courses, in the YAML of ``demo.exercises``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courses.activities.bank.models import BankQuestion
from demo.exercises import CHOICE, Raw, keyed_ids, raw_exercise, stable_id

SEED = "bank"


@dataclass(frozen=True, slots=True)
class BankItem:
    """One question: ``key`` is its name within ``course``, ``fields`` are those of the block of the type ``kind``."""

    course: str
    key: str
    kind: str
    tags: tuple[str, ...]
    outcomes: tuple[str, ...]
    fields: Raw

    @property
    def block_id(self) -> str:
        return stable_id(SEED, self.course, self.key)

    @property
    def source_key(self) -> str:
        """Names the question in the bank."""
        return f"{self.course}/{self.key}"

    def raw(self, *, image: Callable[[str], int]) -> Raw:
        """The raw block, the only one of the question's StreamField; ``image`` finds a drawing by its name."""
        ids = keyed_ids(SEED, self.course, self.key)
        value = raw_exercise(self.kind, self.fields, item_id=ids, image=image)
        return {"type": self.kind, "id": self.block_id, "value": value}


def fill_bank(items: Iterable[BankItem], *, image: Callable[[str], int]) -> None:
    """Publishes the questions that the bank does not have."""
    known = set(BankQuestion.objects.values_list("source_key", flat=True))
    for item in items:
        if item.source_key in known:
            continue
        question = BankQuestion(source_key=item.source_key, language="pl")
        question.content = [item.raw(image=image)]
        question.root = item.block_id
        question.tags.add(*item.tags)
        question.outcomes.add(*item.outcomes)
        question.save()


def read_bank(folder: Path) -> tuple[BankItem, ...]:
    """The questions of the files ``<slug of a course>.yaml``. Raises ``ValueError`` with the path of a faulty one."""
    return tuple(item for path in sorted(folder.glob("*.yaml")) for item in _items(path))


def _items(path: Path) -> Iterator[BankItem]:
    try:
        rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: {error}") from error
    for number, row in enumerate(rows, start=1):
        fields = dict(row)
        try:
            key, tags = fields.pop("key"), fields.pop("tags")
        except KeyError as error:
            raise ValueError(f"{path}: question {number} has no {error}") from error
        yield BankItem(
            course=path.stem,
            key=key,
            kind=fields.pop("type", CHOICE),
            # The slug of its course is a tag of every question.
            tags=(path.stem, *tags),
            outcomes=tuple(fields.pop("outcomes", ())),
            fields=fields,
        )
