"""The home page of the admin: lists of what waits for an editor or a reviewer, which apps register.

Each list is one query: the rows that are shown know how many there are (``counted``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.models import GroupApprovalTask

from people.current_user import user_of
from people.models import User
from publishing.converters import id_from

LIMIT = 8
"""How many rows of a list the home page shows."""
MANY_EMPTY = 3
"""From how many lists without rows the home page names these together, and has no panel for each."""
A_PAGE = 50
"""How many rows a page of the whole list shows."""

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
    """Some rows of a list and how many there are in all."""

    rows: Sequence[Row]
    total: int

    @property
    def partial(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list of the home page. ``waiting`` gives a slice of its rows for a user, in a constant number of queries.

    ``action`` is the label of a button to each row; without it the title is the link. ``limit``: rows on the home page.
    """

    key: str
    order: int
    heading: Label
    empty: Label
    waiting: Callable[[User, slice], Waiting]
    shown_to: Callable[[User], bool]
    action: Label = ""
    limit: int = LIMIT


def is_editor(user: User) -> bool:
    return bool(user_has_any_page_permission(user))


def is_reviewer(user: User) -> bool:
    """Whether a workflow asks a group of the user; an administrator may decide too, and finds reviews as an editor."""
    return not is_editor(user) and GroupApprovalTask.objects.filter(active=True, groups__user=user).exists()


_lists: dict[str, WaitingList] = {}


def register(waiting_list: WaitingList) -> None:
    """Adds a list, or replaces the one with its key; called in ``AppConfig.ready()``."""
    _lists[waiting_list.key] = waiting_list


def counted(rows: QuerySet[M], shown: slice) -> tuple[list[M], int]:
    """A slice of the rows and how many there are in all, in one query; 0 behind the last."""
    found: list[Any] = list(rows.annotate(counted=Window(Count("*")))[shown])
    return found, found[0].counted if found else 0


class WaitingPanel(Component):
    """A list as a panel of Wagtail's home page."""

    template_name = "editing/home/list.html"

    def __init__(self, waiting_list: WaitingList, waiting: Waiting) -> None:
        self.list, self.waiting, self.order = waiting_list, waiting, waiting_list.order
        self.name = f"waiting_{waiting_list.key}"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"list": self.list, "waiting": self.waiting}


class NothingWaitsPanel(Component):
    """The names of the lists that have no rows."""

    template_name = "editing/home/nothing.html"
    name, order = "nothing_waits", 1000

    def __init__(self, empty: Sequence[WaitingList]) -> None:
        self.empty = empty

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"lists": self.empty}


def panels_for(request: HttpRequest) -> list[Component]:
    """The lists for the user of a request, in order; many that are empty come together at the end."""
    user = user_of(request)
    audiences: dict[Callable[[User], bool], bool] = {}
    for waiting_list in _lists.values():
        if waiting_list.shown_to not in audiences:
            audiences[waiting_list.shown_to] = waiting_list.shown_to(user)
    shown = [waiting_list for waiting_list in _lists.values() if audiences[waiting_list.shown_to]]
    found = [
        (waiting_list, waiting_list.waiting(user, slice(waiting_list.limit)))
        for waiting_list in sorted(shown, key=lambda item: item.order)
    ]
    empty = [waiting_list for waiting_list, waiting in found if not waiting.rows]
    if len(empty) < MANY_EMPTY:
        return [WaitingPanel(waiting_list, waiting) for waiting_list, waiting in found]
    panels: list[Component] = [WaitingPanel(waiting_list, waiting) for waiting_list, waiting in found if waiting.rows]
    return [*panels, NothingWaitsPanel(empty)]


def whole_list(request: HttpRequest, key: str) -> HttpResponse:
    """A list of the home page with all its rows, on pages."""
    waiting_list, page = _lists.get(key), id_from(request.GET.get("p", "1"))
    if waiting_list is None or not 0 < page < 10_000:
        raise Http404
    user = user_of(request)
    if not waiting_list.shown_to(user):
        raise PermissionDenied
    waiting = waiting_list.waiting(user, slice((page - 1) * A_PAGE, page * A_PAGE))
    if page > 1 and not waiting.rows:
        raise Http404
    context = {
        "list": waiting_list,
        "waiting": waiting,
        "previous": page - 1,
        "next": page + 1 if page * A_PAGE < waiting.total else 0,
        "page_title": waiting_list.heading,
        "header_title": waiting_list.heading,
        "header_icon": "list-ul",
    }
    return TemplateResponse(request, "editing/home/whole_list.html", context)
