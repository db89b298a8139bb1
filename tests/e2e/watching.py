"""Watches pages during all browser tests: requests to other origins, console errors, CSP violations, failures."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

OWN_SCHEMES = ("data", "blob", "about")

# What Wagtail's editor reports by itself while it checks a preview with axe: what the check found, and a second check
# that begins before the first has ended, which depends on how fast the machine is. Nothing of it is ours.
PREVIEW_CHECKS = re.compile(r"^(console: axe\.run|page error: Axe is already running)")


class Watch:
    """Listens to every page of a context and collects errors."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.problems: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self._origins = {origin}
        self._admin = f"{origin}/admin/"

    def listen(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", self._failed)

    def expect(self, pattern: str) -> None:
        """Ignores errors that a test causes on purpose: a status in the console, a lost connection."""
        self._expected.append(re.compile(pattern))

    def allow(self, origin: str) -> None:
        """Lets pages ask another origin of the site too."""
        self._origins.add(origin)

    def _note(self, problem: str, page: Page | None = None) -> None:
        if page is not None and page.url.startswith(self._admin) and PREVIEW_CHECKS.search(problem):
            return
        if not any(pattern.search(problem) for pattern in self._expected):
            self.problems.append(problem)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in OWN_SCHEMES and f"{address.scheme}://{address.netloc}" not in self._origins:
            self._note(f"third party asked: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium reports every CSP violation as an error in the console.
        if message.type in ("error", "assert"):
            self._note(f"console: {message.text} ({message.location.get('url', '')})", message.page)

    def _failed(self, error: WebError) -> None:
        self._note(f"page error: {error.error}", error.page)
