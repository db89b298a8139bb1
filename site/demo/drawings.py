"""Drawings of the demo, in the colours of the site, for exercises with a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

PAPER, INK, TEAL, TINT, SAFFRON, RULE = "#FCFAF6", "#16302B", "#0F5C57", "#E3F0EE", "#F2A900", "#D9D3C7"
SIZE = (1200, 800)
SCALE = 2
"""Drawn so many times larger and made smaller, so that slanting lines are smooth."""
WALL = 14

Box = tuple[int, int, int, int]


class Plan:
    """A plan of a building, in pixels of the finished drawing."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        file = BytesIO()
        self._image.resize(SIZE, Image.Resampling.LANCZOS).quantize(32).save(file, "PNG", optimize=True)
        return file.getvalue()

    def box(
        self, box: Box, *, fill: str | None = None, line: str | None = None, width: int = 3, round_: int = 0
    ) -> None:
        self._draw.rounded_rectangle(
            [edge * SCALE for edge in box], round_ * SCALE, fill=fill, outline=line, width=width * SCALE
        )

    def circle(self, x: int, y: int, radius: int, *, fill: str | None = None, line: str | None = None) -> None:
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._draw.ellipse(box, fill=fill, outline=line, width=3 * SCALE)

    def line(self, *points: tuple[int, int], colour: str = INK, width: int = WALL) -> None:
        self._draw.line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=width * SCALE, joint="curve")

    def door(self, hinge: tuple[int, int], width: int, *, opens: tuple[int, int], across: bool) -> None:
        """A doorway from ``hinge`` on, down a wall or ``across`` it, with its leaf and the quarter that it sweeps.

        ``opens`` says with -1 or 1 to which side the leaf opens, by x and y; the doorway goes to the other end of it.
        """
        x, y = hinge
        end = (x + width * opens[0], y) if across else (x, y + width * opens[1])
        self.line(hinge, end, colour=PAPER, width=WALL + 6)
        leaf = (x, y + width * opens[1]) if across else (x + width * opens[0], y)
        sweep = [(x - width) * SCALE, (y - width) * SCALE, (x + width) * SCALE, (y + width) * SCALE]
        start = {(1, 1): 0, (-1, 1): 90, (-1, -1): 180, (1, -1): 270}[opens]
        self._draw.arc(sweep, start, start + 90, fill=TEAL, width=3 * SCALE)
        self.line(hinge, leaf, colour=TEAL, width=6)

    def table(self, x: int, y: int) -> None:
        """A round table with four chairs."""
        for across, down in ((0, -54), (0, 54), (-54, 0), (54, 0)):
            self.circle(x + across, y + down, 15, fill=PAPER, line=INK)
        self.circle(x, y, 36, fill=SAFFRON)


def community_room() -> bytes:
    """The plan of a village community room, as a PNG.

    From the left: steps and the door from the street, the corridor between the kitchen above and the toilet and the
    store below, the hall with tables, the door to the yard with a ramp.
    """
    plan = Plan()
    plan.box((150, 110, 520, 330), fill=TINT)
    plan.box((150, 450, 520, 690), fill=TINT)
    half = WALL // 2
    plan.box((150 - half, 110 - half, 1050 + half, 690 + half), line=INK, width=WALL)
    plan.line((520, 110), (520, 690))
    plan.line((150, 330), (520, 330))
    plan.line((150, 450), (520, 450))
    plan.line((345, 450), (345, 690))
    # From the street: a wide door behind three steps.
    for number in range(3):
        plan.box((56 + 28 * number, 325, 86 + 28 * number, 455), fill=RULE, line=INK)
    plan.door((150, 340), 100, opens=(1, 1), across=False)
    # From the corridor on.
    plan.door((400, 330), 90, opens=(1, -1), across=True)
    plan.door((210, 450), 46, opens=(1, 1), across=True)
    plan.door((400, 450), 80, opens=(1, 1), across=True)
    plan.line((520, 338), (520, 442), colour=PAPER, width=WALL + 6)
    # To the yard: a landing and a ramp along the wall.
    plan.door((1050, 250), 110, opens=(-1, 1), across=False)
    plan.box((1060, 240, 1150, 370), fill=TINT, line=TEAL)
    plan.box((1060, 370, 1150, 680), fill=TINT, line=TEAL)
    plan.line((1105, 650), (1105, 410), colour=TEAL, width=6)
    plan.line((1085, 440), (1105, 406), (1125, 440), colour=TEAL, width=6)
    # Furniture.
    for x, y in ((640, 230), (830, 230), (640, 560), (830, 560)):
        plan.table(x, y)
    plan.box((172, 130, 372, 176), fill=PAPER, line=INK, round_=6)
    for x in (200, 240):
        plan.circle(x, 153, 12, line=INK)
    plan.box((290, 140, 350, 166), line=INK, round_=4)
    plan.box((280, 590, 324, 672), fill=PAPER, line=INK, round_=16)
    plan.box((172, 620, 222, 668), fill=PAPER, line=INK, round_=10)
    for y in (560, 610, 660):
        plan.line((370, y), (505, y), colour=INK, width=4)
    return plan.png()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as it stands in the library of images."""

    title: str
    make: Callable[[], bytes]


DRAWINGS = {"plan-swietlicy": Drawing("Plan świetlicy wiejskiej", community_room)}
