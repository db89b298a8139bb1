"""What moving pages changes of their addresses, the links to them and who may open them; refused moves are stopped."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.signals import pre_page_move

from publishing import impact
from publishing.access import restrictions
from publishing.impact import Detail, Impact
from publishing.linking import LinkingPage, pages_linking_to


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register_move(_on_move)
    impact.register_publish(_on_publish)
    pre_page_move.connect(_about_to_be_moved, dispatch_uid="publishing.moving")


def _about_to_be_moved(sender: type[Page], instance: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Raises ``MoveRefusedError``, by whatever way the page is moved."""
    impact.check_movable(instance, parent_page_after)


def _on_move(pages: QuerySet[Page], destination: Page) -> list[Impact]:
    rows = _rows(pages)
    tops = [path for path in rows if path[: -Page.steplen] not in rows]
    before = {rows[path][1].rstrip("/").rpartition("/")[0] + "/" for path in tops}
    if before == {destination.url_path}:
        return []
    live = sum(row[2] for row in rows.values())
    return [*_new_addresses(rows, tops), *_restrictions(tops, destination, live)]


def _on_publish(live: Page, draft: Page) -> list[Impact]:
    """What another last part of the address changes: for the page and those below it."""
    if live.slug == draft.slug:
        return []
    return _new_addresses(_rows(live.get_descendants(inclusive=True)), [live.path], about=f"address:{draft.slug}")


def _rows(pages: QuerySet[Page]) -> dict[str, tuple[int, str, bool]]:
    """Key, address and whether it is live of each page, by its tree path and in that order."""
    rows = pages.order_by("path").values_list("pk", "path", "url_path", "live")
    return {path: (pk, url_path, live) for pk, path, url_path, live in rows}


def _new_addresses(rows: Mapping[str, tuple[int, str, bool]], tops: list[str], *, about: str = "") -> list[Impact]:
    """How many addresses change, and which pages link there: those whose links follow, and those typed by hand."""
    live = sum(row[2] for row in rows.values())
    pages = Page.objects.in_bulk([rows[path][0] for path in tops])
    linking = pages_linking_to(list(pages.values()), pages=[row[0] for row in rows.values()])
    chosen = tuple(_detail(page) for page in linking if page.by_choice)
    typed = tuple(_detail(page) for page in linking if not page.by_choice)
    return [
        Impact(
            ngettext(
                "The address of %(number)d published page changes; the old one leads to the new one.",
                "The addresses of %(number)d published pages change; the old ones lead to the new ones.",
                live,
            )
            % {"number": live},
            live,
            about=about,
        ),
        Impact(
            ngettext(
                "%(number)d published page links here; its links are updated.",
                "%(number)d published pages link here; their links are updated.",
                len(chosen),
            )
            % {"number": len(chosen)},
            len(chosen),
            about=about,
            details=chosen,
        ),
        Impact(
            ngettext(
                "%(number)d published page links here by an address typed by hand, which leads to the new one.",
                "%(number)d published pages link here by addresses typed by hand, which lead to the new ones.",
                len(typed),
            )
            % {"number": len(typed)},
            len(typed),
            about=about,
            details=typed,
        ),
    ]


def _detail(page: LinkingPage) -> Detail:
    anchors = ", ".join(f"#{anchor}" for anchor in page.anchors)
    note = _("to the places %(anchors)s") % {"anchors": anchors} if anchors else ""
    return Detail(page.title, reverse("wagtailadmin_pages:edit", args=[page.page_id]), note)


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
