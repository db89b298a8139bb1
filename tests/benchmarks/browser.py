"""A chapter in Chromium: transferred bytes, time to paint and layout shifts."""

import gzip
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.benchmarks.bounds import KILOBYTE, Figure
from tests.benchmarks.load import get, median
from tests.benchmarks.throwaway import HOST, Server, Throwaway
from tests.benchmarks.window import Window

LOADS = 21
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
BARE = "bench-bare.html"
# A new window loads internal pages of the browser (those below its address bar), for about a second on two cores.
WINDOW_READY_MS = 1_500
# A chapter is painted after about 0.15 s; all layout shifts come before this time.
SETTLED_MS = 800

# With "buffered", Chromium delivers earlier entries to new observers too.
SEEN = """new Promise((done) => {
  const seen = {lcp: 0, shift: 0};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcp = entry.startTime;
  }).observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(seen), 100);
})"""


@dataclass
class Traffic:
    """Network traffic: requests, and bytes including headers."""

    requests: list[str] = field(default_factory=list)
    sizes: dict[str, float] = field(default_factory=dict)

    @property
    def kilobytes(self) -> float:
        return round(sum(self.sizes.values()) / KILOBYTE, 1)


def figures(site: Throwaway, prepared: dict[str, Any], chromium: str) -> list[Figure]:
    """One worker serves; every load is a new visitor unless said otherwise."""
    write_bare(site, prepared["chapter"])
    server = site.serve(
        "tests.benchmarks.served:application", name="browser", options=("--workers", "1", "--threads", "4")
    )
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            try:
                return [*_weight(browser, server, prepared), *_speed(browser, server, prepared)]
            finally:
                browser.close()
    finally:
        server.stop()


def write_bare(site: Throwaway, path: str) -> None:
    """The same page without styles, scripts, pictures and fonts, among the static files of the same server.

    Compressed beside it, as the chapter is when it comes from the page cache.
    """
    server = site.serve("pomost.wsgi:application", name="bare", options=("--workers", "1"))
    try:
        html = get(server.port, path, headers={"Accept-Encoding": "identity"}).body.decode()
    finally:
        server.stop()
    html = re.sub(r"<link\b[^>]*>|<script\b.*?</script>|<svg\b.*?</svg>", "", html, flags=re.DOTALL)
    html = re.sub(r'\s(?:class|data-[\w-]+)="[^"]*"', "", html)
    target = site.folder / "static" / BARE
    target.write_text(html, encoding="utf-8")
    target.with_name(BARE + ".gz").write_bytes(gzip.compress(html.encode(), 6))


@contextmanager
def _visitor(browser: Browser, viewport: ViewportSize) -> Iterator[BrowserContext]:
    """A browser context without any cache."""
    context = browser.new_context(viewport=viewport, locale="pl-PL")
    try:
        yield context
    finally:
        context.close()


def _open(page: Page, address: str) -> Traffic:
    """Opens a URL and waits until the network is idle."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    cached: set[str] = set()

    def requested(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            traffic.requests.append(event["request"]["url"])

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] not in cached:
            traffic.sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", requested)
    session.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    session.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="load")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    session.detach()
    return traffic


def _weight(browser: Browser, server: Server, prepared: dict[str, Any]) -> list[Figure]:
    address = f"http://{HOST}:{server.port}{prepared['chapter']}"
    following = f"http://{HOST}:{server.port}{prepared['next_chapter']}"
    firsts, again, others = [], [], []
    for viewport in (DESK, PHONE):
        with _visitor(browser, viewport) as context:
            page = context.new_page()
            logged = server.log.read_bytes().count(b'"event":"request"')
            firsts.append(_open(page, address))
            logged = server.log.read_bytes().count(b'"event":"request"') - logged
            if logged > len(firsts[-1].requests):  # requests that the browser does not report, such as that of the icon
                firsts[-1].requests += ["untold"] * (logged - len(firsts[-1].requests))
            page.goto("about:blank")
            again.append(_open(page, address))
            others.append(_open(page, following))
    first = max(firsts, key=lambda traffic: traffic.kilobytes)
    names = ", ".join(address.rsplit("/", 1)[-1] or "page" for address in first.requests)
    return [
        Figure("first visit: requests", max(len(traffic.requests) for traffic in firsts), "requests", note=names),
        Figure("first visit: transferred", first.kilobytes, "kB", note="the longest chapter, headers and fonts too"),
        Figure("repeat visit: transferred", max(traffic.kilobytes for traffic in again), "kB"),
        Figure("visit of another chapter: transferred", max(traffic.kilobytes for traffic in others), "kB"),
    ]


def _speed(browser: Browser, server: Server, prepared: dict[str, Any]) -> list[Figure]:
    """Chapter and bare page in turn, each for a new visitor; medians."""
    chapter = f"http://{HOST}:{server.port}{prepared['chapter']}"
    bare = f"http://{HOST}:{server.port}/static/{BARE}"
    paints: dict[str, list[float]] = {chapter: [], bare: []}
    shifts = []
    pump = browser.new_page()
    for number in range(LOADS + 1):
        for address in (chapter, bare):
            seen = _observed(browser, pump, address, DESK)
            if number:  # the first of each is for warming up
                paints[address].append(seen["lcp"])
            if address == chapter:
                shifts.append(seen["shift"])
    shifts += [_observed(browser, pump, chapter, PHONE)["shift"] for _number in range(3)]
    ours, theirs = median(paints[chapter]), median(paints[bare])
    return [
        Figure("largest contentful paint", round(ours, 1), "ms", round(theirs, 1), round(ours / theirs, 3)),
        Figure("layout shift", round(max(shifts), 4), "score", note="the worst of all loads, desk and phone"),
    ]


def _observed(browser: Browser, pump: Page, address: str, viewport: ViewportSize) -> dict[str, Any]:
    """Largest contentful paint in ms and the sum of layout shifts, without any cache."""
    with Window(browser, pump, **viewport) as window:
        time.sleep(WINDOW_READY_MS / 1000)
        window.open(address)
        time.sleep(SETTLED_MS / 1000)
        seen: dict[str, Any] = window.evaluate(SEEN)
    if not seen["lcp"]:
        raise RuntimeError(f"Chromium told no largest contentful paint of {address}.")
    return seen


def files(site: Throwaway) -> list[Figure]:
    """The transferred size of style sheets, scripts and fonts (brotli where available)."""
    static = site.folder / "static"
    named = re.compile(r"\.[0-9a-f]{12}\.")

    def total(*patterns: str) -> float:
        found = [path for pattern in patterns for path in static.glob(pattern) if named.search(path.name)]
        sizes = [
            compressed.stat().st_size
            if (compressed := path.with_name(path.name + ".br")).exists()
            else path.stat().st_size
            for path in found
        ]
        return round(sum(sizes) / KILOBYTE, 1)

    return [
        Figure("style sheets", total("css/*.css", "build/*.css"), "kB", note="all of ours, compressed"),
        Figure("scripts", total("js/*.js"), "kB", note="all of ours, compressed"),
        Figure("fonts", total("build/fonts/*.woff2"), "kB"),
    ]
