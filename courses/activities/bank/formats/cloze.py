"""Gaps as Moodle's embedded answers write them: ``{1:SHORTANSWER:=word#feedback~=other}``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.activities.bank.formats.moodle import MoodleAnswer, NotTakenError

GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:[^}\\]|\\.)*)\}", re.DOTALL)
TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
CHOSEN = {
    *("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"),
    *("MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"),
}
NUMERIC = {"NUMERICAL", "NM"}
_ANSWER = re.compile(r"^(?:(=)|%(-?\d+(?:\.\d+)?)%)?(.*)$", re.DOTALL)
_SPLIT = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<!\\)#")


@dataclass(frozen=True, slots=True)
class ClozeGap:
    """A gap: ``chosen`` from a list or typed, and its answers."""

    chosen: bool
    answers: tuple[MoodleAnswer, ...]


def written(gap: ClozeGap) -> str:
    """A gap as Moodle writes it."""
    answers = "~".join(
        f"{'=' if answer.fraction > 0 else ''}{_escaped(answer.text)}"
        + (f"#{_escaped(answer.feedback)}" if answer.feedback else "")
        for answer in gap.answers
    )
    return f"{{1:{'MULTICHOICE' if gap.chosen else 'SHORTANSWER'}:{answers}}}"


def read(text: str) -> tuple[str, Sequence[ClozeGap]]:
    """A text with ``[1]``, ``[2]`` in the place of its gaps, and the gaps. Raises ``NotTakenError``."""
    gaps: list[ClozeGap] = []

    def mark(found: re.Match[str]) -> str:
        gaps.append(_gap(found[2], found[3]))
        return f"[{len(gaps)}]"

    return GAP.sub(mark, text), gaps


def _gap(kind: str, body: str) -> ClozeGap:
    if kind not in TYPED | CHOSEN | NUMERIC:
        raise NotTakenError(_("A gap of the type “%(kind)s” does not exist here.") % {"kind": kind})
    answers = tuple(_answer(part, numeric=kind in NUMERIC) for part in _SPLIT.split(body))
    return ClozeGap(chosen=kind in CHOSEN, answers=answers)


def _answer(part: str, *, numeric: bool) -> MoodleAnswer:
    found = _ANSWER.match(part.strip())
    right, share, rest = found.groups() if found else ("", "", part)
    text, *feedback = _FEEDBACK.split(rest, maxsplit=1)
    if numeric:
        number, _colon, tolerance = text.partition(":")
        if tolerance.strip() not in ("", "0"):
            raise NotTakenError(_("A number with a tolerance cannot stand in a gap here."))
        text = number
    fraction = 100.0 if right else float(share or 0)
    return MoodleAnswer(_plain(text), fraction, _plain(feedback[0]) if feedback else "")


def _escaped(text: str) -> str:
    return re.sub(r'([\\}~#"/=%])', r"\\\1", text).replace("\n", " ")


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()
