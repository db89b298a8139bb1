"""The demo content, read from ``content/`` once."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from demo.bank import BankItem, read_bank
from demo.markdown import Source

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Section:
    """A file and the files below it: a guide with chapters, a course with topics, a topic with lessons."""

    source: Source
    children: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file to download; ``download`` blocks refer to it by ``name``, the file name without extension."""

    path: Path
    title: str

    @property
    def name(self) -> str:
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Registry:
    """All demo content, in the order of the menu."""

    guides: tuple[Section, ...]
    courses: tuple[Section, ...]
    programmes: tuple[Source, ...]
    projects: tuple[Source, ...]
    results: tuple[Source, ...]
    news: tuple[Source, ...]
    pages: tuple[Source, ...]
    documents: tuple[DocumentFile, ...]
    acts: tuple[dict[str, Any], ...]
    values: tuple[dict[str, Any], ...]
    glossary: tuple[dict[str, Any], ...]
    document_templates: dict[str, Any]
    coursework: tuple[dict[str, Any], ...] = field(default=())
    questions: tuple[dict[str, Any], ...] = field(default=())
    bank: tuple[BankItem, ...] = field(default=())


@cache
def registry() -> Registry:
    """Reads the content. Raises ``ValueError`` with the path of a file that cannot be read."""
    return Registry(
        guides=tuple(_section(path) for path in sorted((CONTENT / "guides").iterdir())),
        courses=tuple(_section(path) for path in sorted((CONTENT / "courses").iterdir())),
        programmes=_sources("programmes"),
        projects=_sources("projects"),
        results=_sources("results"),
        news=_sources("news"),
        pages=_sources("pages"),
        documents=_documents(),
        acts=_rows("acts"),
        values=_rows("values"),
        glossary=_rows("glossary"),
        document_templates=yaml.safe_load((CONTENT / "document_templates.yaml").read_text(encoding="utf-8")),
        coursework=_rows("coursework"),
        questions=_rows("questions"),
        bank=read_bank(CONTENT / "bank"),
    )


def _section(folder: Path) -> Section:
    children = [
        _section(path) if path.is_dir() else Section(Source.read(path))
        for path in sorted(folder.iterdir())
        if path.name != "_index.md"
    ]
    return Section(Source.read(folder / "_index.md"), tuple(children))


def _sources(folder: str) -> tuple[Source, ...]:
    return tuple(Source.read(path) for path in sorted((CONTENT / folder).glob("*.md")))


def _documents() -> tuple[DocumentFile, ...]:
    return tuple(DocumentFile(CONTENT / "documents" / row["file"], row["title"]) for row in _rows("documents"))


def _rows(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8")))
