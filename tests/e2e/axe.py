"""Checks the open page with axe, in light and dark, at 320 and 1280 px, and further rules that axe does not check."""

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
RUN = "options => axe.run(options).then(results => results.violations)"
WIDTHS = (1280, 320)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def variants(page: Page) -> Iterator[str]:
    """The open page in every colour scheme and width, without reloading it."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            yield f"{width} px, {scheme}"


def violations(page: Page) -> list[str]:
    """Loads axe, half a megabyte of script, into each document only once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(RUN, OPTIONS)
    return [f"{rule['id']}: {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def assert_accessible(page: Page) -> None:
    """No violation, one h1 and no sideways scrolling in any variant."""
    expect(page.locator("h1")).to_have_count(1)
    page.evaluate("document.fonts.ready")
    found = []
    for variant in variants(page):
        found += [f"{variant}: {violation}" for violation in violations(page)]
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide[0] > wide[1]:
            found.append(f"{variant}: scrolls sideways, {wide[0]} px")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert not found, "\n".join(found)
