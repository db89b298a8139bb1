"""Links between the pages of a list."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page
from django.utils.http import urlencode

from courses.coursework.cards import Paging


def paging(listed: "Page[Any]", address: Callable[[int], str]) -> Paging:
    """The links from one page of a list; ``address`` gives the URL of a page by its number."""
    return Paging(
        page_number=listed.number if listed.has_other_pages() else None,
        previous_url=address(listed.number - 1) if listed.has_previous() else "",
        next_url=address(listed.number + 1) if listed.has_next() else "",
    )


def with_query(url: str, **query: str | int) -> str:
    """The URL with a query string of the values that are not empty; ``strona=1`` is left out."""
    chosen = {name: value for name, value in query.items() if value and (name, value) != ("strona", 1)}
    return f"{url}?{urlencode(chosen)}" if chosen else url
