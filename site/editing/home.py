"""The home page of the admin: lists of what waits for an editor or a reviewer, which apps register.

Each list is one query: the rows that are shown know how many there are (``counted``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet, Window
from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.models import GroupApprovalTask

from people.current_user import user_of
from people.models import User

LIMIT = 8
"""How many rows of a list are shown."""

M = TypeVar("M", bound=Model)
Label = str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. ``url`` is where it is done; ``late``: its time has passed, which ``detail`` says in words."""

    title: str
    detail: str
    url: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first rows of a list and how many there are in all."""

    rows: Sequence[Row]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list of the home page. ``waiting`` gives its rows for a user, in a constant number of queries.

    ``action`` is the label of a button to each row; without it the title is the link.
    """

    key: str
    order: int
    heading: Label
    empty: Label
    waiting: Callable[[User], Waiting]
    shown_to: Callable[[User], bool]
    action: Label = ""


def is_editor(user: User) -> bool:
    return bool(user_has_any_page_permission(user))


def is_reviewer(user: User) -> bool:
    """Whether a workflow asks a group of the user; an administrator may decide too, and finds reviews as an editor."""
    return not is_editor(user) and GroupApprovalTask.objects.filter(active=True, groups__user=user).exists()


_lists: dict[str, WaitingList] = {}


def register(waiting_list: WaitingList) -> None:
    """Adds a list, or replaces the one with its key; called in ``AppConfig.ready()``."""
    _lists[waiting_list.key] = waiting_list


def counted(rows: QuerySet[M], limit: int = LIMIT) -> tuple[list[M], int]:
    """The first rows and how many there are in all, in one query."""
    first: list[Any] = list(rows.annotate(counted=Window(Count("*")))[:limit])
    return first, first[0].counted if first else 0


class WaitingPanel(Component):
    """A list as a panel of Wagtail's home page."""

    template_name = "editing/home/list.html"

    def __init__(self, waiting_list: WaitingList, user: User) -> None:
        self.list, self.user, self.order = waiting_list, user, waiting_list.order
        self.name = f"waiting_{waiting_list.key}"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"list": self.list, "waiting": self.list.waiting(self.user)}


def panels_for(request: HttpRequest) -> list[Component]:
    """The lists for the user of a request, in order."""
    user = user_of(request)
    audiences: dict[Callable[[User], bool], bool] = {}
    for waiting_list in _lists.values():
        if waiting_list.shown_to not in audiences:
            audiences[waiting_list.shown_to] = waiting_list.shown_to(user)
    shown = [waiting_list for waiting_list in _lists.values() if audiences[waiting_list.shown_to]]
    return [WaitingPanel(waiting_list, user) for waiting_list in sorted(shown, key=lambda item: item.order)]
