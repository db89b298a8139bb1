"""Reads long tables in parts."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_ONCE = 500

T = TypeVar("T")


def in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists of at most ``AT_ONCE``."""
    iterator = iter(items)
    while batch := list(islice(iterator, AT_ONCE)):
        yield batch
