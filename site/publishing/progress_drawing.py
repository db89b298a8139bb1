"""Draws progress as a footbridge: inline SVG without style attributes.

One plank is one lesson, or one topic where there are more lessons than fit at 320 px. The planks hang on a parabola
between two posts. Three sizes: course card, lesson and home page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Size = Literal["card", "lesson", "hero"]

MAX_STEPS = 24
"""More planks would be thinner than a stroke at 320 px."""


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step: how much of it is done, from 0 to 1, and whether it is the current one."""

    fraction: float
    current: bool


@dataclass(frozen=True)
class _Shape:
    width: int
    height: int
    pier: int
    sag: float
    plank: float


_SHAPES: dict[Size, _Shape] = {
    "card": _Shape(width=322, height=42, pier=26, sag=6, plank=8),
    "lesson": _Shape(width=336, height=40, pier=20, sag=7, plank=7),
    "hero": _Shape(width=512, height=60, pier=30, sag=10, plank=9),
}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def draw(progress_steps: Sequence[ProgressStep], label: str, size: Size = "card") -> SafeString:
    """Returns an ``<svg role="img">`` labelled with ``label``, or hidden from screen readers when that is empty.

    Fractions are clamped to 0–1. Without steps the result is empty. Raises ``ValueError`` for more than
    :data:`MAX_STEPS` steps and for an unknown size.
    """
    if len(progress_steps) > MAX_STEPS:
        raise ValueError(f"a drawing has at most {MAX_STEPS} steps, not {len(progress_steps)}")
    if size not in _SHAPES:
        raise ValueError(f"unknown size of drawing: {size!r}")
    if not progress_steps:
        return mark_safe("")
    shape = _SHAPES[size]
    left, right = shape.pier + 1.0, shape.width - shape.pier - 1.0
    span = right - left
    deck = shape.height * 0.5

    def sag(x: float) -> float:
        t = (x - left) / span
        return 4 * shape.sag * t * (1 - t)

    step = span / len(progress_steps)
    gap = min(2.0, step * 0.12)
    hangers: list[str] = []
    boards: list[str] = []
    for index, plank in enumerate(progress_steps):
        start = left + index * step
        end = start + step
        middle = (start + end) / 2
        angle = degrees(atan2(sag(end) - sag(start), step))
        y = deck + sag(middle)
        if index:
            hangers.append(f"M{_number(start)} {_number(4 + sag(start))}V{_number(deck + sag(start))}")
        place = (
            f'x="{_number(start + gap / 2)}" y="{_number(y)}" height="{_number(shape.plank)}" rx="1.5" '
            f'transform="rotate({_number(angle)} {_number(middle)} {_number(y + shape.plank / 2)})"'
        )
        whole = step - gap
        laid = min(1.0, max(0.0, plank.fraction))
        kind = "plank current" if plank.current else "plank"
        if laid >= 1:
            boards.append(f'<rect class="{kind} laid" width="{_number(whole)}" {place}/>')
            continue
        boards.append(f'<rect class="{kind}" width="{_number(whole)}" {place}/>')
        if laid > 0:
            boards.append(f'<rect class="part" width="{_number(whole * laid)}" {place}/>')
    pier_top = deck - 3
    pier = f'class="pier" y="{_number(pier_top)}" width="{shape.pier}" height="{_number(shape.height - pier_top)}"'
    # A quadratic curve whose control point lies twice as deep passes exactly through the parabola of sag().
    rope = (
        f"M{_number(left)} 4Q{_number(shape.width / 2)} {_number(4 + 2 * shape.sag)} {_number(right)} 4"
        f"{''.join(hangers)}"
    )
    posts = f"M{_number(left)} 1V{_number(deck + shape.plank + 2)}M{_number(right)} 1V{_number(deck + shape.plank + 2)}"
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="bridge bridge-{size}" viewBox="0 0 {shape.width} {shape.height}" {name} focusable="false">'
        f'<rect {pier} x="0"/><rect {pier} x="{shape.width - shape.pier}"/>'
        f'<path class="rope" d="{rope}"/>{"".join(boards)}<path class="post" d="{posts}"/></svg>'
    )
