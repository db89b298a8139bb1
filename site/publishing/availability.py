"""Whether a server that the site can do without answers this process."""

import threading
import time

import structlog

RETRY_SECONDS = 5.0
"""Seconds until a process asks a server again that did not respond."""

log = structlog.get_logger("publishing.availability")


class Availability:
    """Whether a server answered last; while it does not, one request in ``RETRY_SECONDS`` tries again.

    ``name`` begins the events in the log: ``redis.gone``, ``redis.back``.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()
        self._answers = True
        self._next_try = 0.0

    def may_try(self) -> bool:
        if self._answers:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._next_try:
                return False
            self._next_try = now + RETRY_SECONDS
            return True

    def note(self, error: Exception | None) -> None:
        """Records an answer, or the error in place of one. Logs a change of state once, not each request."""
        if self._answers and error is None:
            return
        with self._lock:
            changed = self._answers != (error is None)
            self._answers = error is None
            if error is not None:
                self._next_try = time.monotonic() + RETRY_SECONDS
        if changed and error is not None:
            log.warning(f"{self.name}.gone", reason=type(error).__name__)
        elif changed:
            log.info(f"{self.name}.back")
