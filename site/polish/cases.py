"""The nominative of a name: "Fundacją Integracji Społecznej" gives "Fundacja Integracji Społecznej"."""

import threading
from functools import cache

import morfeusz2

from polish.morphology import analyses

_lock = threading.Lock()


@cache
def _morfeusz() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz(analyse=False)


def nominative(name: str) -> str:
    """A name that stands in the instrumental, in the nominative; any other text as it is.

    The first word is the noun, and the adjectives that follow agree with it; what comes after them stays.
    """
    words = name.split(" ")
    noun = _in_nominative(words[0], "subst:sg:inst:")
    if noun is None:
        return name
    changed, gender = [noun[0]], noun[1]
    for word in words[1:]:
        adjective = _in_nominative(word, "adj:sg:inst", gender)
        if adjective is None:
            break
        changed.append(adjective[0])
    return " ".join([*changed, *words[len(changed) :]])


def _in_nominative(word: str, tag_start: str, gender: str = "") -> tuple[str, str] | None:
    """The word in the singular nominative and its gender; None where it is no such form."""
    readings = [reading for _start, _end, reading in analyses(word.lower())]
    with _lock:
        for _form, lemma, tag, _names, _labels in readings:
            parts = tag.split(":")
            if not (tag.startswith(tag_start) or (gender and _is_adjective(parts))):
                continue
            wanted = gender or parts[3].split(".")[0]
            for form, _lemma, other, _names, _labels in _morfeusz().generate(lemma):
                if _fits(other.split(":"), parts[0], wanted):
                    return _cased(form, word), wanted
    return None


def _is_adjective(parts: list[str]) -> bool:
    return parts[0] == "adj" and parts[1] == "sg" and "inst" in parts[2].split(".")


def _fits(parts: list[str], part_of_speech: str, gender: str) -> bool:
    return (
        parts[0] == part_of_speech
        and len(parts) > 3
        and parts[1] == "sg"
        and "nom" in parts[2].split(".")
        and gender in parts[3].split(".")
        and (part_of_speech != "adj" or parts[-1] == "pos")
    )


def _cased(form: str, word: str) -> str:
    if word.isupper() and len(word) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if word[:1].isupper() else form
