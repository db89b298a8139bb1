"""Builders of decision guides."""

from typing import Any
from uuid import uuid4

Answers = dict[str, str]


def item(value: Any) -> dict[str, Any]:
    return {"type": "item", "id": str(uuid4()), "value": value}


def question(key: str, answers: Answers, text: str = "") -> dict[str, Any]:
    """A question; ``answers`` gives for each text the key that it leads to."""
    made = [item({"text": words, "leads_to": to, "reason": f"Bo {words.lower()}."}) for words, to in answers.items()]
    return item({"key": key, "text": text or f"Pytanie {key}?", "help": "", "answers": made})


def outcome(key: str, **fields: Any) -> dict[str, Any]:
    usual = {
        "title": f"Wynik {key}",
        "force": "practice",
        "text": f"<p>O wyniku {key}.</p>",
        "next_steps": "",
        "citations": [],
        "references": [],
    }
    return item({"key": key, **usual, **fields})


def decision(questions: list[dict[str, Any]], outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    """The raw block."""
    value = {"title": "Którą drogę wybrać?", "intro": "", "questions": questions, "outcomes": outcomes}
    return {"type": "decision", "id": str(uuid4()), "value": value}


def bridge_or_ferry(**of_bridge: Any) -> dict[str, Any]:
    """Two questions and three outcomes: a wide river leads to a second question."""
    return decision(
        [
            question("rzeka", {"Wąska": "kladka", "Szeroka": "ruch"}, "Jaka jest rzeka?"),
            question("ruch", {"Mały": "prom", "Duży": "most"}),
        ],
        [outcome("kladka", **of_bridge), outcome("prom"), outcome("most")],
    )
