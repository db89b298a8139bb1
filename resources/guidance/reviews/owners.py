"""Who sees to the reviews of pages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from wagtail.models import Page

from people.models import User
from resources.guidance.models import Chapter, Guide


@dataclass(frozen=True, slots=True)
class DueReview:
    """A live page with the day of its next review. ``guide`` is the title of its guide, empty for a guide itself."""

    page_id: int
    path: str
    title: str
    guide: str
    day: date
    owner_id: int | None


def owners_of(pages: Collection[Page]) -> dict[int, User]:
    """Who sees to each page: the owner of its review; else who made it. Three queries for any number of pages."""
    pks = [page.pk for page in pages]
    chosen: dict[int, int] = {}
    for model in (Chapter, Guide):
        rows = model.objects.filter(pk__in=pks).exclude(review_owner=None)
        chosen.update(rows.order_by().values_list("pk", "review_owner"))
    wanted = {page.pk: chosen.get(page.pk, page.owner_id) for page in pages}
    users = User.objects.in_bulk([pk for pk in wanted.values() if pk])
    return {page: users[pk] for page, pk in wanted.items() if pk in users}


def due_reviews(*, until: date | None = None) -> list[DueReview]:
    """The reviews of live chapters and guides, the earliest first. Two queries and one for the guides."""
    rows: list[tuple[int, str, str, date, int | None, int | None]] = []
    for model in (Chapter, Guide):
        pages = model.objects.live().exclude(next_review=None).order_by()
        if until is not None:
            pages = pages.filter(next_review__lte=until)
        rows += pages.values_list("pk", "path", "title", "next_review", "review_owner", "owner")
    above = {path[: -Page.steplen] for _pk, path, *_rest in rows}
    guides = dict(Guide.objects.filter(path__in=above).order_by().values_list("path", "title"))
    found = [
        DueReview(pk, path, title, guides.get(path[: -Page.steplen], ""), day, chosen or made)
        for pk, path, title, day, chosen, made in rows
    ]
    return sorted(found, key=lambda review: (review.day, review.path))
