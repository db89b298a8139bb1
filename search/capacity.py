"""Limits the number of concurrent searches in a process, so that threads stay free for other pages.

A search is the most expensive page. Without a limit a few searches would occupy every thread of a process, and cached
pages would wait for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings

PATIENCE = 1.5
"""The most seconds that a search waits for its turn."""


class BusyError(Exception):
    """Too many searches are running or waiting."""


class Turns:
    """A semaphore for ``at_once`` searches, with half as many waiting at most.

    Where ``at_once`` is half of the threads, searches occupy at most three quarters of them.
    """

    def __init__(self, at_once: int) -> None:
        self.places = BoundedSemaphore(at_once + at_once // 2)
        self.running = BoundedSemaphore(at_once)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Waits for a turn and holds it. Raises ``BusyError`` after ``PATIENCE``, at once if too many are waiting."""
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
