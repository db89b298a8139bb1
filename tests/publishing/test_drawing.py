import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import icons, progress_drawing


def progress_steps(done: int, total: int) -> list[progress_drawing.ProgressStep]:
    return [progress_drawing.ProgressStep(float(index < done), current=index == done) for index in range(total)]


def test_bridge_says_what_it_shows() -> None:
    svg = progress_drawing.draw(progress_steps(3, 12), "Ukończone lekcje: 3 z 12")
    assert svg.count('class="plank laid"') == 3
    assert svg.count("current") == 1
    assert 'role="img" aria-label="Ukończone lekcje: 3 z 12"' in svg


def test_bridge_without_a_label_is_hidden() -> None:
    assert 'aria-hidden="true"' in progress_drawing.draw(progress_steps(1, 2), "")


def test_bridge_escapes_its_label() -> None:
    assert "<b>" not in progress_drawing.draw(progress_steps(1, 2), '"><b>')


def test_no_planks_no_bridge() -> None:
    assert progress_drawing.draw([], "label") == ""


def test_too_many_planks_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 24"):
        progress_drawing.draw(progress_steps(0, 25), "")


def test_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown size"):
        progress_drawing.draw(progress_steps(0, 2), "", "huge")  # type: ignore[arg-type]


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=24),
    st.sampled_from(["card", "lesson", "hero"]),
)
def test_every_bridge_is_well_formed_and_stays_inside(fractions: list[float], size: progress_drawing.Size) -> None:
    svg = progress_drawing.draw(
        [progress_drawing.ProgressStep(fraction, current=False) for fraction in fractions], "x", size
    )
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    width = float(root.attrib["viewBox"].split()[2])
    for board in root.iter("rect"):
        assert 0 <= float(board.attrib["x"]) <= float(board.attrib["x"]) + float(board.attrib["width"]) <= width + 0.2
    assert not re.search(r"\bstyle=", svg)


@pytest.mark.parametrize("name", sorted(icons.PATHS))
def test_every_icon_is_well_formed(name: str) -> None:
    ET.fromstring(icons.draw(name))  # noqa: S314 - our own drawing


def test_a_named_icon_is_read_aloud() -> None:
    assert 'role="img" aria-label="Ukończona"' in icons.draw("check", "Ukończona")
