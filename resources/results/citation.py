"""How to cite a project or result of the base, after PN-ISO 690."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from publishing.models import BasePage
from publishing.public_cache import cached
from resources.results.cards import Citation

PUBLISHER = "Pomost"


def citation_of(page: BasePage, request: HttpRequest) -> Citation:
    """The title, the base, who publishes it, when it was last changed and read, and the lasting address."""
    changed = page.last_published_at or page.first_published_at or timezone.now()
    text = _("%(title)s [online]. In: %(base)s. %(publisher)s, %(changed)s [accessed %(today)s]. Available at:") % {
        "title": page.title.rstrip("."),
        "base": _("Results base"),
        "publisher": publisher_of(page),
        "changed": formats.date_format(timezone.localtime(changed)),
        "today": formats.date_format(timezone.localdate()),
    }
    return Citation(text=text, url=request.build_absolute_uri(reverse("results_data:record", args=[page.key])))


def publisher_of(page: BasePage) -> str:
    """Who publishes the base that the page is in."""
    from resources.results.models import ProjectIndex

    if not page.path:  # a draft that is not in the tree yet
        return PUBLISHER

    def read() -> str:
        base = ProjectIndex.objects.ancestor_of(page, inclusive=True).first()
        return (base.publisher if base else "") or PUBLISHER

    return cached(("publisher of results", page.path[: -page.steplen]), read)
