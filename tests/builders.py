"""Builders of pages and content for tests; those of courses are in ``tests.courses_tree``."""

from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from wagtail.models import Page, Site

from pomost.models import HomePage
from publishing.models import PomostDocument, StandardPage
from resources.guidance.models import Chapter, Guide, GuideIndex


def prose(*paragraphs: str) -> list[dict[str, Any]]:
    """A body of one block of text; each paragraph is HTML."""
    return [{"type": "prose", "id": str(uuid4()), "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]


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
    return home


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


def zipped(parts: dict[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these files, in their order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
