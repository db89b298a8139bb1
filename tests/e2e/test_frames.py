"""Activities that are not our own, in the sandboxed frames that they run in."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import FrameLocator, Locator, Page, expect

from demo.people import EDITOR, LEARNER
from tests.e2e.conftest import OpenPage
from tests.e2e.server import ROOT, SiteServer
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="session")
def places(site_server: SiteServer) -> dict[str, str]:
    """Where the activities are on the site that is served."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pomost.settings.test",
        "DATABASE_URL": f"sqlite:///{site_server.folder / 'site.sqlite3'}",
        "POMOST_VAR": str(site_server.folder),
        "POMOST_XBLOCKS": ",".join([*settings.POMOST_XBLOCKS, "acid", "acid_parent"]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }
    command = [sys.executable, "-m", "tests.e2e.frames_content"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.fixture
def content(watch: Watch, site_server: SiteServer) -> Watch:
    """Lets pages ask the content origin, and nobody else."""
    watch.allow(site_server.url.replace("127.0.0.1", "localhost"))
    return watch


def frame_in(page: Page, name: str = "data-hosted") -> tuple[Locator, FrameLocator]:
    return page.locator(f"iframe[{name}]"), page.frame_locator(f"iframe[{name}]")


def marks(frame: FrameLocator) -> dict[str, int]:
    """How many marks of acid-xblock there are of each kind."""
    return {kind: frame.locator(f"i.{kind}").count() for kind in ("pass", "fail", "error", "unknown")}


def test_every_mark_of_acid_passes_in_the_sandbox(
    open_as: OpenPage, places: dict[str, str], content: Watch, site_server: SiteServer
) -> None:
    content.expect(r"netdna\.bootstrapcdn\.com")  # acid asks for a font of icons, which the frame's policy refuses
    page = open_as(LEARNER)
    page.goto(places["acid"])
    outside, frame = frame_in(page)
    outside.scroll_into_view_if_needed()
    # Three blocks with four scopes of four marks and two marks of their own, and two of the parent.
    expect(frame.locator("i.pass")).to_have_count(3 * (4 * 4 + 2) + 2)
    assert marks(frame) == {"pass": 56, "fail": 0, "error": 0, "unknown": 0}
    assert outside.get_attribute("sandbox") == "allow-scripts allow-forms"
    # Its origin is an opaque one: it can reach neither the page nor any cookie.
    inside = next(each for each in page.frames if each != page.main_frame)
    assert inside.evaluate("self.origin") == "null"
    for reached in ("parent.document", "document.cookie", "localStorage"):
        tried = f"(() => {{ try {{ return {reached} && 'reached' }} catch (error) {{ return error.name }} }})()"
        assert inside.evaluate(tried) == "SecurityError"


def test_the_frame_is_as_high_as_what_is_in_it(open_as: OpenPage, places: dict[str, str], content: Watch) -> None:
    content.expect(r"netdna\.bootstrapcdn\.com")
    page = open_as(LEARNER, viewport={"width": 320, "height": 700})
    page.goto(places["acid"])
    outside, frame = frame_in(page)
    outside.scroll_into_view_if_needed()
    expect(frame.locator("i.pass")).to_have_count(56)
    page.wait_for_function("document.querySelector('iframe[data-hosted]').height > 400")
    heights: Any = frame.locator("html").evaluate("it => [it.scrollHeight, innerHeight]")
    assert abs(heights[0] - heights[1]) <= 2


def test_the_studio_view_of_acid_passes(open_as: OpenPage, places: dict[str, str], content: Watch) -> None:
    content.expect(r"netdna\.bootstrapcdn\.com")
    page = open_as(EDITOR)
    page.goto(places["studio"])
    _outside, frame = frame_in(page, "data-studio")
    # Two scopes of four marks, and two marks of the block.
    expect(frame.locator("i.pass")).to_have_count(2 * 4 + 2)
    assert marks(frame) == {"pass": 10, "fail": 0, "error": 0, "unknown": 0}


def test_without_javascript_the_page_says_what_is_needed(
    open_as: OpenPage, places: dict[str, str], content: Watch
) -> None:
    page = open_as(LEARNER, java_script_enabled=False)
    page.goto(places["done"])
    expect(page.locator(".hosted .notice")).to_have_text(
        "Ta aktywność wymaga JavaScriptu. Włącz go w przeglądarce i wczytaj stronę ponownie."
    )


def test_a_learner_completes_a_lesson_by_keyboard(open_as: OpenPage, places: dict[str, str], content: Watch) -> None:
    page = open_as(LEARNER)
    page.goto(places["poll"])
    outside, frame = frame_in(page)
    outside.scroll_into_view_if_needed()
    expect(outside).to_have_attribute("title", "Sonda")
    expect(frame.locator("button.submit[disabled]")).to_be_visible()  # its script has run
    frame.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".hosted [data-said]")).to_have_text("Ukończone i zapisane.")
    expect(page.locator("#dalej .notice.good")).to_be_visible()
    page.reload()
    expect(page.locator(".hosted [data-said]")).to_have_text("Ukończone i zapisane.")


def test_an_editor_changes_what_is_in_an_activity(open_as: OpenPage, places: dict[str, str], content: Watch) -> None:
    page = open_as(EDITOR)
    page.goto(places["studio-poll"])
    _outside, frame = frame_in(page, "data-studio")
    frame.locator("input[name=display_name]").fill("Kto czyta statut?")
    frame.locator("#poll-submit-options").click()
    expect(page.locator("[data-studio-said]")).to_have_text("Zapisano wersję roboczą.")
    _outside, preview = frame_in(page, "data-preview")
    expect(preview.get_by_text("Kto czyta statut?")).to_be_visible()
