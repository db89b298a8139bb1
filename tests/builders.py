"""Builders of pages and content for tests; those of courses are in ``tests.courses_tree``."""

from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, Site

from people.models import User
from pomost.models import HomePage
from publishing import public_cache
from publishing.models import PomostDocument, StandardPage
from resources.guidance.models import Chapter, Guide, GuideIndex


def prose(*paragraphs: str) -> list[dict[str, Any]]:
    """A body of one block of text; each paragraph is HTML."""
    return [{"type": "prose", "id": str(uuid4()), "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]


def heading(text: str, level: int = 2) -> list[dict[str, Any]]:
    """A body of one heading."""
    return [{"type": "heading", "id": str(uuid4()), "value": {"text": text, "level": str(level), "anchor": ""}}]


def downloads(*documents: PomostDocument) -> list[dict[str, Any]]:
    """A body that offers documents for download."""
    return [
        {"type": "download", "id": str(uuid4()), "value": {"document": document.pk, "title": ""}}
        for document in documents
    ]


def make_home() -> HomePage:
    """A home page beside the demo's, which becomes that of the site."""
    home: HomePage = Page.objects.get(depth=1).add_child(
        instance=HomePage(title="Pomost", headline="Pomost", slug="proba")
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": home, "site_name": "Pomost"}
    )
    # Rendering the page looked up the addresses of the site as it was before.
    public_cache.clear()
    return home


def hide_other_pages(home: HomePage) -> None:
    """Takes every page off the site that is not below ``home``: the demo's, where lists are of the whole site."""
    Page.objects.filter(depth__gt=1).not_descendant_of(home, inclusive=True).update(live=False)


def make_page(parent: Page, title: str, *paragraphs: str, **fields: Any) -> StandardPage:
    """A live standard page; its slug is made from the title."""
    page: StandardPage = parent.add_child(
        instance=StandardPage(title=title, body=prose(*(paragraphs or ("Tekst",))), **fields)
    )
    return page


def make_chapters(home: HomePage, *titles: str) -> list[Chapter]:
    """The list of guides, one guide ("Poradnik") and its chapters, each with a summary and a paragraph."""
    index = home.add_child(instance=GuideIndex(title="Poradniki", slug="poradniki"))
    guide = index.add_child(instance=Guide(title="Poradnik", slug="poradnik"))
    return [
        guide.add_child(instance=Chapter(title=title, summary=f"W skrócie: {title}.", body=prose(f"O tym: {title}.")))
        for title in titles
    ]


def signed_in(*groups: str, **fields: Any) -> Client:
    """A client signed in as a user of these groups."""
    user = User.objects.create_user(f"osoba{User.objects.count()}@example.org", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def zipped(parts: dict[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these files, in their order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
