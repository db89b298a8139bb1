"""Atom feeds of the changes of a chapter, a guide, or all guides."""

from datetime import datetime
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.models import BasePage
from resources.guidance.history import history_url, versions_below
from resources.guidance.history_views import public_page
from resources.guidance.models import ChangeKind, PublishedVersion

NEWEST = 50


class ChangesFeed(Feed):
    """The newest changes of a page and of those below it; an entry keeps its id when the page moves."""

    feed_type = Atom1Feed
    request: HttpRequest

    def get_object(self, request: HttpRequest, path: str) -> BasePage:
        page = public_page(request, path)
        if page is None:
            raise Http404
        self.request = request
        return page

    def title(self, page: BasePage) -> str:
        return _("Changes: %(page)s") % {"page": page.title}

    def link(self, page: BasePage) -> str:
        return history_url(page, self.request)

    def feed_guid(self, page: BasePage) -> str:
        return f"urn:uuid:{page.key}"

    def items(self, page: BasePage) -> list[PublishedVersion]:
        return list(versions_below(page).changes()[:NEWEST])

    def item_title(self, item: PublishedVersion) -> str:
        return item.title

    def item_description(self, item: PublishedVersion) -> str:
        return item.note

    def item_link(self, item: PublishedVersion) -> str:
        return history_url(item.page, self.request, od=item.number - 1, do=item.number)

    def item_guid(self, item: PublishedVersion) -> str:
        return f"urn:uuid:{uuid5(item.page.translation_key, f'{item.page.locale_id}:version:{item.number}')}"

    def item_categories(self, item: PublishedVersion) -> list[str]:
        return [ChangeKind(item.kind).value]

    def item_pubdate(self, item: PublishedVersion) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublishedVersion) -> datetime:
        return item.published_at


@require_safe
def changes(request: HttpRequest, path: str) -> HttpResponse:
    """``/<guide list, guide or chapter>/historia/atom.xml``."""
    feed = ChangesFeed()  # one for each request, which it remembers
    response: HttpResponse = feed(request, path=path)
    return response
