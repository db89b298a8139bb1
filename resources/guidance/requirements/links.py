"""Addresses of the lists of requirements, for the pages that link to them."""

from django.http import HttpRequest
from wagtail.models import Page

from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.routing import site_of
from resources.guidance.requirements.models import Requirement
from resources.guidance.requirements.pages import RequirementList


def list_url(request: HttpRequest, guide: Page | None = None, *, chapter: Page | None = None) -> str:
    """The list of a guide, or of one chapter; where the guide has none, that of the site, for the guide or the chapter.

    "" where there is neither. Lists that a view restriction applies to are left out.
    """
    site = site_of(request)
    if site is None:
        return ""
    root = site.root_page
    urls = cached(("requirement lists", root.path, language_key()), lambda: _urls(request, root))
    own = urls.get(guide.path, "") if guide is not None else ""
    found = own or urls.get(root.path, "")
    theme = chapter or (None if own else guide)
    return f"{found}?temat={theme.pk}" if found and theme is not None else found


def _urls(request: HttpRequest, root: Page) -> dict[str, str]:
    """The addresses of the lists by the tree path of the page above each."""
    lists = RequirementList.objects.live().public().descendant_of(root)
    return {page.path[: -Page.steplen]: page.get_url(request) or "" for page in lists}


def requirements_count(guide: Page) -> int:
    """How many requirements the public pages of a guide have."""
    return cached(("requirements of guide", guide.pk), lambda: Requirement.objects.public().below(guide.path).count())
