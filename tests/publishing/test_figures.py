"""Images in texts: credit, widths and lazy loading."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.models import Page

from publishing.models import PomostImage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_renditions_kept() -> None:
    """Clears the cache of renditions, because each test creates an image with the same id."""
    caches["renditions"].clear()


CREDIT = "Jan Kowalski, CC BY 4.0"


def picture(width: int, credit: str = CREDIT) -> PomostImage:
    buffer = BytesIO()
    Image.new("RGB", (width, width // 2), "teal").save(buffer, "PNG")
    file = ImageFile(buffer, name=f"most-{width}.png")
    made: PomostImage = PomostImage.objects.create(title="most-1.png", file=file, credit=credit)
    return made


def shown(client: Client, image: PomostImage, *, caption: str = "", under: str = "") -> str:
    """The HTML of the figure on a page, below a heading or before any."""
    figure: Any = {"type": "figure", "value": {"image": image.pk, "alt": "Most nad rzeką", "caption": caption}}
    heading = {"type": "heading", "value": {"text": under, "level": "2", "anchor": ""}}
    page = StandardPage(title="Z obrazem", slug="z-obrazem", body=[*([heading] if under else []), figure])
    Page.objects.get(depth=2).add_child(instance=page)
    (html,) = re.findall(r"<figure>.*?</figure>", client.get(page.get_url() or "").text, re.DOTALL)
    return str(html)


def attribute(html: str, name: str) -> str:
    return "".join(re.findall(rf'\b{name}="([^"]*)"', html))


@pytest.mark.parametrize("caption", ["", "Most"])
def test_the_credit_of_a_picture_stands_under_it(client: Client, caption: str) -> None:
    html = shown(client, picture(1000), caption=caption)
    text = re.sub(r"<[^>]+>", " ", html.partition("<figcaption>")[2])
    assert text.split() == [*caption.split(), *CREDIT.split()]


def test_a_picture_without_caption_and_credit_has_nothing_under_it(client: Client) -> None:
    assert "figcaption" not in shown(client, picture(1000, credit=""))


@pytest.mark.parametrize(
    ("width", "widths"),
    [(2000, ["400", "800", "1200"]), (900, ["400", "800", "900"]), (600, ["400", "600"]), (300, [])],
)
def test_a_browser_chooses_among_widths_that_the_picture_has(client: Client, width: int, widths: list[str]) -> None:
    html = shown(client, picture(width))
    assert sorted(re.findall(r" (\d+)w", attribute(html, "srcset")), key=int) == widths
    assert bool(attribute(html, "sizes")) is bool(widths)
    assert attribute(html, "alt") == "Most nad rzeką"
    assert int(attribute(html, "width")) == 2 * int(attribute(html, "height")) == min(width, 800)


@pytest.mark.parametrize(("under", "loading"), [("", "eager"), ("Rozdział", "lazy")])
def test_only_what_stands_lower_is_loaded_later(client: Client, under: str, loading: str) -> None:
    assert attribute(shown(client, picture(500), under=under), "loading") == loading
