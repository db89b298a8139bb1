"""How many searches one process does at once, so that there is always a thread for other pages.

A search costs more than any other page. Without a bound a few readers who search hold every thread of a process, and a
cached page waits for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings

PATIENCE = 1.5
"""How long a search waits for its turn, in seconds."""


class BusyError(Exception):
    """There was no turn in time."""


class Turns:
    """At most ``at_once`` searches, and half as many again that wait.

    Where ``at_once`` is half of the threads, searches hold three quarters of them at the most.
    """

    def __init__(self, at_once: int) -> None:
        self.places = BoundedSemaphore(at_once + at_once // 2)
        self.running = BoundedSemaphore(at_once)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Waits for a turn and holds it. Raises ``BusyError`` after 1.5 s, at once where enough wait already."""
        if not self.places.acquire(blocking=False):
            raise BusyError
        try:
            if not self.running.acquire(timeout=PATIENCE):
                raise BusyError
            try:
                yield
            finally:
                self.running.release()
        finally:
            self.places.release()


turns = Turns(settings.POMOST_SEARCHES_AT_ONCE)
