"""The relevance set: queries, and grades of the pages and documents that answer them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import unquote, urlsplit

import yaml

Half = Literal["open", "frozen"]
HALVES: tuple[Half, ...] = get_args(Half)
NOTHING = "nothing"
UNDIACRITISED = "undiacritised"
KINDS = (
    "inflected",
    UNDIACRITISED,
    "abbreviation",
    "typo",
    "homograph",
    "question",
    "title",
    "phrase",
    "synonym",
    NOTHING,
)
FOLDER = Path(__file__).parent / "queries"
STORED_NAME = re.compile(r"_\w{7}(?=\.\w+$)")
"""What storage appends to the name of a file that exists already."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its grades by unit (``unit_of``): 2 answers it, 1 says something useful about it.

    ``same_as`` is the id of the query that this one repeats without Polish letters; they share their grades.
    """

    id: str
    text: str
    half: Half
    grades: Mapping[str, int]
    same_as: str = ""

    @property
    def kind(self) -> str:
        return self.id.rpartition("-")[0]


def unit_of(url: str) -> str:
    """What is graded: the path of a page, the file name of a document. Results of one page are one unit."""
    path = unquote(urlsplit(url).path)
    return STORED_NAME.sub("", path.rpartition("/")[2]) if path.startswith("/dokumenty/") else path


def units_of(urls: Iterable[str]) -> list[str]:
    """The units of results in order, each once, at its first place."""
    return list(dict.fromkeys(unit_of(url) for url in urls))


def load(half: Half) -> tuple[Query, ...]:
    """The queries of one half. Raises ``ValueError`` for a grade other than 1 and 2 and for an unknown ``same_as``."""
    rows = yaml.safe_load(path_of(half).read_text(encoding="utf-8"))
    queries = [
        Query(row["id"], row["query"], half, row.get("grades") or {}, same_as=row.get("same_as", "")) for row in rows
    ]
    grades = {query.id: query.grades for query in queries if not query.same_as}
    for query in queries:
        if set(query.grades.values()) - {1, 2} or query.same_as not in grades.keys() | {""}:
            raise ValueError(f"{path_of(half).name}, {query.id}: a grade or same_as is wrong")
    return tuple(replace(query, grades=grades[query.same_as]) if query.same_as else query for query in queries)


def path_of(half: Half) -> Path:
    return FOLDER / f"{half}.yaml"
