"""Wagtail's usage and delete pages say how many published pages show a snippet, an image or a document."""

import re
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, ReferenceIndex

from demo.people import EDITOR, Persona
from pomost.models import HomePage
from publishing.models import PomostDocument, PomostImage
from publishing.references import live_pages_that_refer_to
from reference.models import GlossaryTerm
from tests.builders import downloads, make_page

pytestmark = pytest.mark.django_db

SAYS = r"<p>((?:Występuje|Nie występuje) na [^<]*)</p>"
ON_ONE_PAGE = "Występuje na 1 opublikowanej stronie, wprost lub przez inny element."
ON_NO_PAGE = "Nie występuje na żadnej opublikowanej stronie."


@pytest.fixture
def document() -> PomostDocument:
    document: PomostDocument = PomostDocument.objects.create(title="Wzór", file=ContentFile(b"tekst", name="w.txt"))
    return document


@pytest.fixture
def image() -> PomostImage:
    image: PomostImage = PomostImage.objects.create(title="Most", file=get_test_image_file(filename="most.png"))
    return image


@pytest.fixture
def term() -> GlossaryTerm:
    term: GlossaryTerm = GlossaryTerm.objects.create(term="kładka", slug="kladka", definition="Mały most.")
    return term


def refer(source: Model, target: Model) -> None:
    """A reference as the index stores it, also from a field that refers to nothing yet."""
    base = Page if isinstance(source, Page) else type(source)
    ReferenceIndex.objects.create(
        base_content_type=ContentType.objects.get_for_model(base),
        content_type=ContentType.objects.get_for_model(source),
        object_id=str(source.pk),
        to_content_type=ContentType.objects.get_for_model(target),
        to_object_id=str(target.pk),
        model_path="id",
        content_path="id",
        content_path_hash=ReferenceIndex._get_content_path_hash(f"id.{target.pk}"),
    )


def test_live_pages_are_counted_through_other_snippets_too(
    home: HomePage, document: PomostDocument, term: GlossaryTerm
) -> None:
    direct = make_page(home, "Wprost")
    through, draft = make_page(home, "Przez termin"), make_page(home, "Szkic", live=False)
    for page in (direct, draft):
        page.body = downloads(document)
        page.save()
    refer(term, document)
    refer(through, term)
    assert set(live_pages_that_refer_to(document).values_list("pk", flat=True)) == {direct.pk, through.pk}
    assert set(live_pages_that_refer_to(term).values_list("pk", flat=True)) == {through.pk}


def test_the_usage_and_delete_pages_say_it(
    client_of: Callable[[Persona], Client],
    home: HomePage,
    document: PomostDocument,
    image: PomostImage,
    term: GlossaryTerm,
) -> None:
    editor = client_of(EDITOR)
    for number in range(2):
        page = make_page(home, f"Ze wszystkim {number}", share_image=image)
        page.body = downloads(document)
        page.save()
        refer(page, term)
    snippet = "wagtailsnippets_reference_glossaryterm"
    for item, names in (
        (document, ("wagtaildocs:document_usage", "wagtaildocs:delete")),
        (image, ("wagtailimages:image_usage", "wagtailimages:delete")),
        (term, (f"{snippet}:usage", f"{snippet}:delete")),
    ):
        for name in names:
            text = editor.get(reverse(name, args=[item.pk])).content.decode()
            assert "<p>Występuje na 2 opublikowanych stronach, wprost lub przez inny element.</p>" in text, name
    assert "przez inny element" not in editor.get(reverse("wagtaildocs:index")).content.decode()


def test_bulk_delete_pages_say_it_of_each_object(
    client_of: Callable[[Persona], Client],
    home: HomePage,
    document: PomostDocument,
    image: PomostImage,
    term: GlossaryTerm,
) -> None:
    editor = client_of(EDITOR)
    page = make_page(home, "Ze wszystkim", share_image=image)
    page.body = downloads(document)
    page.save()
    refer(page, term)
    unused: tuple[Model, ...] = (
        PomostDocument.objects.create(title="Nieużywany", file=ContentFile(b"tekst", name="n.txt")),
        PomostImage.objects.create(title="Nieużywany", file=get_test_image_file(filename="nic.png")),
        GlossaryTerm.objects.create(term="nic", slug="nic", definition="Nic."),
    )
    used: tuple[Model, ...] = (document, image, term)
    for item, other in zip(used, unused, strict=True):
        address = reverse("wagtail_bulk_action", args=[item._meta.app_label, item._meta.model_name, "delete"])
        text = editor.get(address, {"id": [item.pk, other.pk]}).content.decode()
        assert re.findall(SAYS, text) == [ON_ONE_PAGE, ON_NO_PAGE], item
        text = editor.get(address, {"id": [item.pk]}).content.decode()
        assert re.findall(SAYS, text) == [ON_ONE_PAGE], item


def test_what_no_published_page_shows(client_of: Callable[[Persona], Client], document: PomostDocument) -> None:
    page = client_of(EDITOR).get(reverse("wagtaildocs:delete", args=[document.pk]))
    assert "<p>Nie występuje na żadnej opublikowanej stronie.</p>" in page.content.decode()
