"""Exercises of every scored type, made at random, with answers of which it is known beforehand what they are worth.

What an answer is worth is said here by how it was made, and never asked of the code that judges it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from courses.activities.given import Pairs
from courses.activities.models import Node

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its form, its score (None in the middle of a case), whether all is right, whether it is refused."""

    pairs: Pairs
    score: float | None = None
    complete: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """An exercise with the answers that somebody may send to it."""

    tree: Node
    replies: st.SearchStrategy[Reply]

    @property
    def most(self) -> int:
        """The attempts there are; 0 is without a limit."""
        return int(self.tree["fields"].get("max_attempts", 0))


Content = tuple[dict[str, Any], st.SearchStrategy[Reply]]
"""The content fields of an exercise, and the answers to it."""

REFUSED = [Reply([("answer.nothing-like-it", "1")], refused=True), Reply([], refused=True)]


def definition(kind: str) -> st.SearchStrategy[Definition]:
    """An exercise of this type, a key of ``KINDS``."""

    @st.composite
    def made(draw: st.DrawFn) -> Definition:
        block_type, content = KINDS[kind]
        fields, replies = content(draw)
        common: dict[str, Any] = {"question": draw(st.sampled_from(["Co dalej?", "Co teraz?"])), "hint": ""}
        if kind != "branching":
            common["max_attempts"] = draw(st.sampled_from([0, 0, 1, 2, 3]))
        tree: Node = {"type": block_type, "id": ROOT, "fields": {**common, **fields}, "children": []}
        return Definition(tree, st.one_of(replies, replies, replies, st.sampled_from(REFUSED)))

    return made()


# --- choosing -----------------------------------------------------------------------------------


def _options(draw: st.DrawFn, *, right: set[int], number: int) -> list[dict[str, Any]]:
    return [
        {"id": f"o{place}", "text": f"t{place}", "correct": place in right, "feedback": ""} for place in range(number)
    ]


def _single(draw: st.DrawFn) -> Content:
    number = draw(st.integers(2, 4))
    right = draw(st.integers(0, number - 1))
    replies = st.integers(0, number - 1).map(
        lambda chosen: Reply([("answer", f"o{chosen}")], float(chosen == right), chosen == right)
    )
    return {"kind": "single", "options": _options(draw, right={right}, number=number)}, replies


def _multiple(draw: st.DrawFn) -> Content:
    number = draw(st.integers(2, 5))
    right = draw(st.sets(st.integers(0, number - 1), min_size=1))

    def reply(chosen: set[int]) -> Reply:
        share = Decimal(len(chosen & right) - len(chosen - right)) / len(right)
        return Reply(
            [("answer", f"o{place}") for place in sorted(chosen)], float(max(Decimal(0), share)), chosen == right
        )

    replies = st.sets(st.integers(0, number - 1), min_size=1).map(reply)
    return {"kind": "multiple", "options": _options(draw, right=right, number=number)}, replies


def _hotspot(draw: st.DrawFn) -> Content:
    fields, replies = draw(st.sampled_from([_single, _multiple]))(draw)
    for option in fields["options"]:
        option |= {"x": 10.0, "y": 20.0}
    return {**fields, "picture": {"url": "", "width": 80, "height": 40, "alt": "Plan"}}, replies


# --- rows, each with one of a list --------------------------------------------------------------


def _of_rows(right: dict[str, str], values: Sequence[str]) -> st.SearchStrategy[Reply]:
    """Answers that give each row one of the values; ``right`` has the right one of each."""

    def reply(chosen: Sequence[str]) -> Reply:
        good = sum(value == wanted for value, wanted in zip(chosen, right.values(), strict=True))
        pairs = [(f"answer.{row}", value) for row, value in zip(right, chosen, strict=True)]
        return Reply(pairs, good / len(right), good == len(right))

    anything = st.lists(st.sampled_from(values), min_size=len(right), max_size=len(right))
    return st.one_of(anything, st.just(list(right.values()))).map(reply)


def _true_false(draw: st.DrawFn) -> Content:
    truths = draw(st.lists(st.booleans(), min_size=2, max_size=4))
    statements = [
        {"id": f"s{place}", "text": f"t{place}", "correct": truth, "feedback": ""} for place, truth in enumerate(truths)
    ]
    right = {f"s{place}": "true" if truth else "false" for place, truth in enumerate(truths)}
    return {"statements": statements}, _of_rows(right, ["true", "false"])


def _matching(draw: st.DrawFn) -> Content:
    number = draw(st.integers(2, 4))
    pairs = [{"id": f"p{place}", "text": f"t{place}", "match": f"m{place}", "feedback": ""} for place in range(number)]
    right = {f"p{place}": f"p{place}" for place in range(number)}
    return {"pairs": pairs, "extras": [{"id": "x", "text": "dodatkowa"}]}, _of_rows(right, [*right, "x"])


def _sorting(draw: st.DrawFn) -> Content:
    homes = draw(st.lists(st.integers(0, 2), min_size=2, max_size=5))
    categories = [
        {
            "id": f"c{home}",
            "text": f"k{home}",
            "things": [
                {"id": f"t{place}", "text": f"t{place}", "feedback": ""}
                for place, own in enumerate(homes)
                if own == home
            ],
        }
        for home in range(3)
    ]
    right = {f"t{place}": f"c{home}" for place, home in enumerate(homes)}
    return {"categories": categories}, _of_rows(right, ["c0", "c1", "c2"])


def _ordering(draw: st.DrawFn) -> Content:
    number = draw(st.integers(3, 4))
    things = [{"id": f"t{place}", "text": f"t{place}", "feedback": ""} for place in range(number)]

    def reply(places: Sequence[int]) -> Reply:
        good = sum(given == place for place, given in enumerate(places, start=1))
        pairs = [(f"answer.t{place}", str(given)) for place, given in enumerate(places)]
        twice = len(set(places)) < len(places)
        return Reply(pairs, refused=True) if twice else Reply(pairs, good / number, good == number)

    orders = st.permutations(range(1, number + 1)).map(list)
    return {"things": things}, st.one_of(orders, orders, st.just([1] * number)).map(reply)


# --- typing -------------------------------------------------------------------------------------

WRITTEN = {
    "Spółdzielnia": "exact",
    "  spółdzielnia. ": "case",
    "Spoldzielnia": "diacritics",
    "Spółdzielni": "form",
    "Fundacja": "foreseen",
    "ktoś": "other",
}
"""What is typed where "Spółdzielnia" is accepted and "Fundacja" is a foreseen mistake, and how it differs."""


def _short_text(draw: st.DrawFn) -> Content:
    rules = draw(st.sets(st.sampled_from(["match_case", "match_diacritics", "any_form"])))
    forgiven = {"exact"}
    forgiven |= {"case"} if "match_case" not in rules else set()
    forgiven |= {"diacritics"} if "match_diacritics" not in rules else set()
    forgiven |= {"form"} if "any_form" in rules else set()
    accepted = [
        {"id": "a", "text": "Spółdzielnia", "correct": True, "feedback": ""},
        {"id": "b", "text": "Fundacja", "correct": False, "feedback": ""},
    ]

    def reply(typed: str) -> Reply:
        right = WRITTEN[typed] in forgiven
        return Reply([("answer", typed)], float(right), right)

    return {"accepted": accepted, **dict.fromkeys(sorted(rules), True)}, st.sampled_from(sorted(WRITTEN)).map(reply)


def _number(draw: st.DrawFn) -> Content:
    value, tolerance = draw(st.integers(-500, 5000)), draw(st.sampled_from([0, 5, 50]))

    def reply(typed: tuple[int, str]) -> Reply:
        off, unit = typed
        right = abs(off) <= tolerance and unit != "kg"
        tenths = value + off
        text = f"{'-' if tenths < 0 else ''}{abs(tenths) // 10},{abs(tenths) % 10}"
        return Reply([("answer", f"{text} {unit}".strip())], float(right), right)

    fields = {"value": str(Decimal(value) / 10), "tolerance": str(Decimal(tolerance) / 10), "unit": "zł"}
    offs = st.sampled_from([0, 1, -1, 5, -6, 50, 51])
    return fields, st.tuples(offs, st.sampled_from(["", "zł", "kg"])).map(reply)


def _gaps(draw: st.DrawFn) -> Content:
    chosen = draw(st.lists(st.booleans(), min_size=1, max_size=3))
    gaps: list[dict[str, Any]] = [
        {"id": f"g{place}", "accepted": ["tak"], "options": ["nie", "może"] if listed else [], "feedback": ""}
        for place, listed in enumerate(chosen)
    ]
    text = " ".join(f"[{place}]" for place in range(1, len(gaps) + 1))
    return {"text": text, "gaps": gaps}, _of_rows({gap["id"]: "tak" for gap in gaps}, ["tak", "nie"])


# --- deciding -----------------------------------------------------------------------------------


def _branching(draw: st.DrawFn) -> Content:
    """From step to step forwards: each leads to later ones, the last two end, well and badly."""
    number = draw(st.integers(1, 3))
    ways = [draw(st.lists(st.integers(step + 1, number + 1), min_size=2, max_size=3)) for step in range(number)]
    steps = [
        {
            "id": f"s{step}",
            "text": f"t{step}",
            "good": False,
            "choices": [
                {"id": f"s{step}w{way}", "text": "dalej", "feedback": "", "to": f"s{to}"} for way, to in enumerate(tos)
            ],
        }
        for step, tos in enumerate(ways)
    ]
    ends = [{"id": f"s{number + end}", "text": "koniec", "good": not end, "choices": []} for end in (0, 1)]

    def reply(turns: Sequence[int]) -> Reply:
        now, path = 0, []
        for turn in turns:
            if now >= number:
                break
            way = turn % len(ways[now])
            path.append(f"s{now}w{way}")
            now = ways[now][way]
        good = now == number
        score = None if now < number else float(good)
        return Reply([("answer", step) for step in path], score, good)

    return {"steps": [*steps, *ends]}, st.lists(st.integers(0, 2), min_size=1, max_size=4).map(reply)


KINDS: dict[str, tuple[str, Callable[[st.DrawFn], Content]]] = {
    "single": ("pomost_choice", _single),
    "multiple": ("pomost_choice", _multiple),
    "hotspot": ("pomost_hotspot", _hotspot),
    "true_false": ("pomost_true_false", _true_false),
    "matching": ("pomost_matching", _matching),
    "sorting": ("pomost_sorting", _sorting),
    "ordering": ("pomost_ordering", _ordering),
    "short_text": ("pomost_short_text", _short_text),
    "number": ("pomost_number", _number),
    "gaps": ("pomost_gaps", _gaps),
    "branching": ("pomost_branching", _branching),
}
"""By a name: the type of the XBlock, and what makes its content and the answers to it."""
