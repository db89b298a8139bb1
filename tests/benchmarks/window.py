"""A window of Chromium whose network is not observed while it paints.

Playwright subscribes to the network events of every page that it opens. Handling these messages, several for each
request, slows down painting on two cores: 15 ms more for a chapter, 6 for a page without subresources.
"""

import json
import time
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, Page

ANSWER_SECONDS = 10.0


class Window:
    """A window with a temporary profile."""

    def __init__(self, browser: Browser, pump: Page, *, width: int, height: int) -> None:
        """``pump`` is any Playwright page: waiting on it handles messages."""
        self._session = browser.new_browser_cdp_session()
        self._pump = pump
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        self._size = {"width": width, "height": height}

    def __enter__(self) -> "Window":
        self._session.on("Target.receivedMessageFromTarget", self._received)
        self._profile = self._session.send("Target.createBrowserContext")["browserContextId"]
        self._target = self._session.send(
            "Target.createTarget",
            {"url": "about:blank", "browserContextId": self._profile, "newWindow": True, **self._size},
        )["targetId"]
        # Not flat, so that Playwright does not handle its events.
        self._within = self._session.send("Target.attachToTarget", {"targetId": self._target, "flatten": False})[
            "sessionId"
        ]
        self._ask("Emulation.setDeviceMetricsOverride", deviceScaleFactor=1, mobile=False, **self._size)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.send("Target.closeTarget", {"targetId": self._target})
        self._session.send("Target.disposeBrowserContext", {"browserContextId": self._profile})
        self._session.detach()

    def open(self, address: str) -> None:
        """Starts loading a URL. Raises ``RuntimeError`` if the browser cannot."""
        if error := self._ask("Page.navigate", url=address).get("errorText"):
            raise RuntimeError(f"{address}: {error}")

    def evaluate(self, expression: str) -> Any:
        """The JSON value of an expression or of its promise. Raises ``RuntimeError`` if it throws."""
        answer = self._ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters}
        self._session.send("Target.sendMessageToTarget", {"sessionId": self._within, "message": json.dumps(message)})
        until = time.monotonic() + ANSWER_SECONDS
        while self._asked not in self._answers:
            if time.monotonic() > until:
                raise RuntimeError(f"Chromium did not answer {method}.")
            self._pump.wait_for_timeout(10)
        answer = self._answers.pop(self._asked)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _received(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if event["sessionId"] == self._within and "id" in message:
            self._answers[message["id"]] = message
