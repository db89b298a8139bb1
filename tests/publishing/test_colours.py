"""The colours of pomost.css against WCAG 2.2: 1.4.3 for text, 1.4.6 for the body, 1.4.11 for edges."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "site" / "static" / "css" / "pomost.css"


def palettes() -> dict[str, dict[str, str]]:
    tokens = SHEET.read_text(encoding="utf-8").split("@layer tokens {")[1].split("@layer base {")[0]
    found = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", rules))
        for rules in re.findall(r":root \{(.*?)\}", tokens, re.S)
    ]
    light, dark, more, more_dark = found[:4]
    dark = light | dark
    return {"light": light, "dark": dark, "light, more contrast": light | more, "dark, more contrast": dark | more_dark}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


SURFACES = ("paper", "card", "sand", "tint")
PAIRS = [
    *[("ink", surface, 7.0) for surface in (*SURFACES, "alert-tint", "good-tint", "mark")],
    *[("soft", surface, 4.5) for surface in SURFACES],
    *[("teal", surface, 4.5) for surface in SURFACES],
    *[("alert", surface, 4.5) for surface in ("paper", "card", "sand", "alert-tint")],
    *[("good", surface, 4.5) for surface in ("paper", "card", "good-tint")],
    ("on-teal", "teal", 4.5),
    ("on-teal", "teal-deep", 4.5),
    ("paper", "ink", 7.0),
    *[("edge", surface, 3.0) for surface in ("paper", "card", "sand")],
]


NAMES = ["light", "dark", "light, more contrast", "dark, more contrast"]


@pytest.mark.parametrize("palette", NAMES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(palette: str, text: str, ground: str, least: float) -> None:
    colours = palettes()[palette]
    assert contrast(colours[text], colours[ground]) >= least


@pytest.mark.parametrize("palette", NAMES)
def test_one_of_the_two_focus_rings_is_seen_on_any_ground(palette: str) -> None:
    colours = palettes()[palette]
    for ground in (*SURFACES, "ink", "teal"):
        rings = [contrast(colours[ring], colours[ground]) for ring in ("ink", "saffron", "paper")]
        assert max(rings) >= 3.0
