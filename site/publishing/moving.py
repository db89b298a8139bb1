"""What moving pages changes of their addresses, the links to them and who may open them; refused moves are stopped."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.signals import pre_page_move

from publishing import impact, references
from publishing.access import restrictions
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register_move(_on_move)
    pre_page_move.connect(_about_to_be_moved, dispatch_uid="publishing.moving")


def _about_to_be_moved(sender: type[Page], instance: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Raises ``MoveRefusedError``, by whatever way the page is moved."""
    impact.check_movable(instance, parent_page_after)


def _on_move(pages: QuerySet[Page], destination: Page) -> list[Impact]:
    rows = {path: (pk, url_path, live) for pk, path, url_path, live in _rows(pages)}
    tops = [path for path in rows if path[: -Page.steplen] not in rows]
    before = {rows[path][1].rstrip("/").rpartition("/")[0] + "/" for path in tops}
    if before == {destination.url_path}:
        return []
    live = sum(row[2] for row in rows.values())
    linking = _linking({row[0] for row in rows.values()})
    return [
        Impact(
            ngettext(
                "The address of %(number)d published page changes; the old one leads to the new one.",
                "The addresses of %(number)d published pages change; the old ones lead to the new ones.",
                live,
            )
            % {"number": live},
            live,
        ),
        Impact(
            ngettext(
                "%(number)d published page links here; its links are updated.",
                "%(number)d published pages link here; their links are updated.",
                linking,
            )
            % {"number": linking},
            linking,
        ),
        *_restrictions(tops, destination, live),
    ]


def _rows(pages: QuerySet[Page]) -> Iterable[tuple[int, str, str, bool]]:
    return pages.order_by("path").values_list("pk", "path", "url_path", "live")


def _linking(moved: set[int]) -> int:
    """How many published pages besides these refer to one of them."""
    keys = [(references.page_type(), str(pk)) for pk in moved]
    return Page.objects.live().filter(pk__in=references.pages_that_refer_to(keys) - moved).count()


def _restrictions(tops: list[str], destination: Page, live: int) -> list[Impact]:
    """Restrictions of access that the pages get from new ancestors, and those that they lose with the old ones."""
    old, new = {}, {}
    for path, restriction in restrictions():
        if any(top.startswith(path) and top != path for top in tops):
            old[restriction.pk] = restriction.page.title
        if destination.path.startswith(path):
            new[restriction.pk] = restriction.page.title
    gained = [title for pk, title in new.items() if pk not in old]
    lost = [title for pk, title in old.items() if pk not in new]
    return [
        *(Impact(_("Only those who may open “%(page)s” will see it.") % {"page": title}, live) for title in gained),
        *(
            Impact(_("The restriction of access of “%(page)s” no longer applies.") % {"page": title}, live)
            for title in lost
        ),
    ]
