"""Converts Markdown with front matter to the raw value of a StreamField.

The format: CommonMark with tables; headings from level 2; fenced blocks named ``requirement``, ``callout``,
``exercise``, ``quiz``, ``download``, ``decision``, ``employment_cost`` and ``document_template`` hold YAML, an exercise
that of ``demo.exercises``; ``[text](page:slug)`` links to a page, ``[50](value:key)`` shows a dated value in place of
the text, ``value-next`` also what comes after it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from demo.exercises import CHOICE, Raw, keyed_ids, raw_exercise, stable_id

QUIZ: Raw = {
    "intro": "",
    "fixed": [],
    "pass_mark": 60,
    "max_attempts": None,
    "counts": "best",
    "minutes": None,
    "shuffle_questions": True,
    "shuffle_options": True,
    "review": "answers",
}
"""The fields of a quiz that a file may leave out."""

_PARSER = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves names to ids: ``page`` by slug, ``act`` by ELI, ``document`` by file name, ``value`` by key.

    ``image`` is found by the name of a drawing.
    """

    page: Callable[[str], int]
    act: Callable[[str], int]
    document: Callable[[str], int]
    value: Callable[[str], int]
    image: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file: its front matter and its text."""

    path: Path
    meta: dict[str, Any]
    text: str

    @classmethod
    def read(cls, path: Path) -> "Source":
        """Reads a file. Raises ``ValueError`` with its path if the front matter is missing or invalid."""
        tokens = _PARSER.parse(path.read_text(encoding="utf-8"))
        if not tokens or tokens[0].type != "front_matter":
            raise ValueError(f"{path}: no front matter")
        try:
            meta = yaml.safe_load(tokens[0].content)
        except yaml.YAMLError as error:
            raise ValueError(f"{path}: {error}") from error
        text = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        return cls(path, meta, text)

    @property
    def slug(self) -> str:
        return str(self.meta["slug"])


def html_of(text: str, resolver: Resolver) -> str:
    """Markdown as HTML in the form of Wagtail's rich text."""
    return _rich_text(_PARSER.parse(text), resolver)


def blocks_of(text: str, *, seed: str, resolver: Resolver) -> list[Raw]:
    """Markdown as raw StreamField data. Block ids are derived from ``seed`` and position, so they are reproducible.

    An exercise with a ``key`` gets its id from that instead, and the positions after it stay as they were.
    """
    builder = _Builder(seed=seed, resolver=resolver)
    for group in _top_level(_PARSER.parse(text)):
        builder.add(group)
    return builder.finish()


def _top_level(tokens: list[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if token.type == "front_matter":
            continue
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


class _Builder:
    def __init__(self, *, seed: str, resolver: Resolver) -> None:
        self._seed, self._resolver = seed, resolver
        self._blocks: list[Raw] = []
        self._keyed = 0  # blocks with a key of their own, which take no position
        self._prose: list[Token] = []
        self._heading = ""

    def add(self, group: list[Token]) -> None:
        first = group[0]
        if first.type == "heading_open":
            self._heading = _plain(group)
            self._put("heading", {"text": self._heading, "level": first.tag[1], "anchor": ""})
        elif first.type == "blockquote_open":
            self._put("quote", {"text": _plain(group), "source": ""})
        elif first.type == "table_open":
            self._put("table", {"caption": self._heading, "table": _table(group)})
        elif first.type == "fence" and first.info.strip():
            self._special(first.info.strip(), yaml.safe_load(first.content))
        else:
            self._prose += group

    def finish(self) -> list[Raw]:
        self._flush()
        return self._blocks

    def _flush(self) -> None:
        tokens, self._prose = self._prose, []
        if tokens:
            self._append("prose", _rich_text(tokens, self._resolver))

    def _put(self, kind: str, value: Any) -> None:
        self._flush()
        self._append(kind, value)

    def _append(self, kind: str, value: Any) -> None:
        self._blocks.append({"type": kind, "id": self._id(self._position()), "value": value})

    def _position(self) -> int:
        return len(self._blocks) - self._keyed

    def _next(self) -> int:
        """The position of the block that is being read, which text before it may still take."""
        return self._position() + bool(self._prose)

    def _id(self, *place: object) -> str:
        return stable_id(self._seed, *place)

    def _items(self, values: list[Any]) -> list[Raw]:
        place = self._next()
        return [{"type": "item", "id": self._id(place, n), "value": value} for n, value in enumerate(values)]

    def _exercise(self, data: dict[str, Any]) -> None:
        kind, key = data.pop("type", CHOICE), data.pop("key", None)
        image = self._resolver.image
        if key is None:
            if kind != CHOICE:
                raise ValueError(f"{self._seed}: an exercise of the type {kind} needs a key")
            position = self._next()
            self._put(kind, raw_exercise(kind, data, item_id=lambda place: self._id(position, *place[1:]), image=image))
            return
        place = (self._seed, "exercise", key)
        self._flush()
        value = raw_exercise(kind, data, item_id=keyed_ids(*place), image=image)
        self._blocks.append({"type": kind, "id": stable_id(*place), "value": value})
        self._keyed += 1

    def _special(self, kind: str, data: dict[str, Any]) -> None:
        if kind == "requirement":
            references = [
                {"act": self._resolver.act(item["act"]), "provision": item["provision"]}
                for item in data.get("basis") or []
            ]
            self._put(
                "requirement",
                {
                    "force": data["force"],
                    "what": data["what"].strip(),
                    "whom": data.get("whom") or "",
                    "when": data.get("when") or "",
                    "references": self._items(references),
                    "conditions": data.get("conditions") or [],
                    "due": _due(data.get("due") or {}),
                },
            )
        elif kind == "callout":
            text = html_of(data["text"], self._resolver)
            self._put("callout", {"kind": data["kind"], "title": data.get("title") or "", "text": text})
        elif kind == "exercise":
            self._exercise(data)
        elif kind == "quiz":
            rules = [{"outcomes": "", **rule} for rule in data.pop("rules")]
            self._put("quiz", {**QUIZ, **data, "rules": self._items(rules)})
        elif kind == "download":
            document = self._resolver.document(data["file"])
            self._put("download", {"document": document, "title": data.get("title") or ""})
        elif kind == "document_template":
            page = self._resolver.page(data["page"])
            self._put("document_template", {"page": page, "title": data.get("title") or ""})
        elif kind == "decision":
            self._put("decision", self._decision(data))
        elif kind == "employment_cost":
            self._put("employment_cost", {"title": data["title"], "intro": data.get("intro") or ""})
        else:
            raise ValueError(f"{self._seed}: no block is called {kind!r}")

    def _decision(self, data: dict[str, Any]) -> Raw:
        def items(values: list[Any], *place: object) -> list[Raw]:
            seed = self._id(self._next(), "decision", *place)
            return [
                {"type": "item", "id": stable_id(seed, number), "value": value} for number, value in enumerate(values)
            ]

        questions = [
            {
                "help": "",
                **question,
                "answers": items([{"reason": "", **answer} for answer in question["answers"]], question["key"]),
            }
            for question in data["questions"]
        ]
        outcomes = [
            {
                "key": outcome["key"],
                "title": outcome["title"],
                "force": outcome["force"],
                "text": html_of(outcome["text"], self._resolver),
                "next_steps": html_of(outcome.get("next") or "", self._resolver),
                "citations": items(
                    [{**item, "page": self._resolver.page(item["page"])} for item in outcome.get("chapters") or []],
                    outcome["key"],
                    "chapters",
                ),
                "references": items(
                    [{**item, "act": self._resolver.act(item["act"])} for item in outcome.get("basis") or []],
                    outcome["key"],
                    "basis",
                ),
            }
            for outcome in data["outcomes"]
        ]
        return {
            "title": data["title"],
            "intro": data.get("intro") or "",
            "questions": items(questions, "questions"),
            "outcomes": items(outcomes, "outcomes"),
        }


def _due(data: dict[str, Any]) -> Raw:
    """``{monthly: 20}``, ``{yearly: "31-01"}``, or ``{days: 7, event: …}``."""
    empty = {"repeat": "", "day": None, "month": "", "days": None, "event": ""}
    if "monthly" in data:
        return {**empty, "repeat": "monthly", "day": data["monthly"]}
    if "yearly" in data:
        day, month = str(data["yearly"]).split("-")
        return {**empty, "repeat": "yearly", "day": int(day), "month": str(int(month))}
    if "days" in data:
        return {**empty, "repeat": "event", "days": data["days"], "event": data["event"]}
    return empty


def _plain(tokens: list[Token]) -> str:
    parts = [
        "".join(child.content if child.type != "softbreak" else " " for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]
    return " ".join(parts).strip()


def _table(tokens: list[Token]) -> Raw:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain([token]))
    return {"data": rows, "cell": [], "mergeCells": [], "first_row_is_table_header": True, "first_col_is_header": False}


_LINK = re.compile(r'<a href="page:([a-z0-9-]+)">')
_VALUE = re.compile(r'<a href="(value|value-next):([a-z0-9-]+)">[^<]*</a>')


def _rich_text(tokens: list[Token], resolver: Resolver) -> str:
    html = str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>")
    html = html.replace("<em>", "<i>").replace("</em>", "</i>")
    # Removes paragraphs in list items, which Wagtail's rich text does not have.
    html = re.sub(r"<li>\s*<p>(.*?)</p>\s*", r"<li>\1", html, flags=re.DOTALL)
    html = re.sub(r"<h([3-6])>", "<h3>", html)
    html = re.sub(r"<h2>", "<h3>", html).replace("</h2>", "</h3>").replace("</h4>", "</h3>")
    html = _LINK.sub(lambda match: f'<a linktype="page" id="{resolver.page(match[1])}">', html)
    html = _VALUE.sub(lambda match: f'<embed embedtype="{match[1]}" id="{resolver.value(match[2])}"/>', html)
    return html.strip()
