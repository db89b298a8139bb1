"""Fixtures of browser tests: one server and one browser for the session, a new watched context for each user."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from demo.people import Persona
from tests.conftest import CHROMIUM
from tests.e2e.line import Line
from tests.e2e.server import ROOT, SiteServer, serving
from tests.e2e.steps import sign_in_as
from tests.e2e.watching import Watch

# Into each window Chromium loads two pages of its own, the suggestions below its address bar, and draws them all the
# time. A renderer kept ready is of no use either: a context never takes one that was started for another.
NOT_NEEDED = (
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
# Chromium obeys the last --disable-features only, so those of Playwright (chromiumSwitches.ts) are repeated.
DISABLED_BY_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = (
    "--no-sandbox",
    # Without a graphics card Chromium emulates one, which takes more of the processor than drawing directly.
    "--disable-gpu",
    f"--disable-features={','.join((*DISABLED_BY_PLAYWRIGHT, *NOT_NEEDED))}",
)
KEPT = ROOT / "build" / "e2e"
TRACING = bool(os.environ.get("POMOST_TRACE"))
"""Whether a trace of each failed test is kept as well as its pictures: recording takes a seventh of the tests' time."""
FAILED = pytest.StashKey[bool]()

OpenPage = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def site_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """The site with the demo in it, for all browser tests of this process."""
    folder = tmp_path_factory.mktemp("site")
    with serving(
        database=str(connection.settings_dict["NAME"]), media=Path(settings.MEDIA_ROOT), folder=folder
    ) as server:
        yield server
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"server-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.log").write_text(server.log, encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        pytest.fail("Chromium is not installed (on Debian: apt install chromium)")
    # Playwright runs an event loop in this thread, so Django would treat all later tests as asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def line(site_server: SiteServer) -> Iterator[Line]:
    """A connection to the site that can be cut: ``open_page(proxy={"server": line.url})``."""
    with Line(site_server.url).connected() as connected:
        yield connected


@pytest.fixture
def watch(site_server: SiteServer) -> Iterator[Watch]:
    """Fails the test for errors found by ``Watch``."""
    watching = Watch(site_server.url)
    yield watching
    assert watching.problems == []


@pytest.fixture
def open_page(
    browser: Browser, site_server: SiteServer, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Opens a page in a new context: another user, or the same one in a later session."""
    contexts: list[tuple[BrowserContext, bool]] = []

    def open_one(*, traced: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            base_url=site_server.url,
            locale="pl-PL",
            timezone_id="Europe/Warsaw",
            **{"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}, **options},
        )
        context.set_default_timeout(30_000)
        watch.listen(context)
        traced = traced and TRACING
        if traced:
            context.tracing.start(snapshots=True)
        contexts.append((context, traced))
        return context.new_page()

    yield open_one
    failed = request.node.stash.get(FAILED, False) or bool(watch.problems)
    name = re.sub(r"[^\w.-]+", "-", request.node.nodeid.removeprefix("tests/e2e/"))
    for number, (context, traced) in enumerate(contexts, start=1):
        if failed:
            KEPT.mkdir(parents=True, exist_ok=True)
            for page in context.pages:
                page.screenshot(path=KEPT / f"{name}-{number}.png", full_page=True)
        if traced:
            context.tracing.stop(**({"path": KEPT / f"{name}-{number}.zip"} if failed else {}))
        context.close()


@pytest.fixture(scope="session")
def _sessions() -> dict[str, Any]:
    return {}


@pytest.fixture
def open_as(open_page: OpenPage, _sessions: dict[str, Any]) -> OpenPage:
    """Opens a page with a session of a user of the demo."""

    def open_one(persona: Persona, **options: Any) -> Page:
        if persona.email not in _sessions:
            page = open_page(traced=False)
            sign_in_as(page, persona)
            _sessions[persona.email] = page.context.storage_state()
        return open_page(storage_state=_sessions[persona.email], **options)

    return open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page of an anonymous visitor at desktop size."""
    return open_page()


expect.set_options(timeout=15_000)
