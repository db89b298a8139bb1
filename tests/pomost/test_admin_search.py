"""Searching in all listings and choosers of the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from people.models import User
from publishing import services
from publishing.models import PomostDocument
from reference.models import GlossaryTerm, LegalAct

pytestmark = pytest.mark.django_db

ODD = ("umowa", "DU/1974/141", "a b", "'", "*", "%", "(", "\\", "AND", "ł", "🙂", "-", "x" * 300)


SNIPPETS = sorted(model._meta.label for model in get_snippet_models())
NAMED = (
    "wagtailadmin_pages:search",
    "wagtailadmin_choose_page_search",
    "wagtaildocs:index",
    "wagtaildocs_chooser:choose",
    "wagtailimages:index",
    "wagtailimages_chooser:choose",
    "wagtailredirects:index",
    "wagtailusers_users:index",
    "wagtailusers_groups:index",
)


def listing(label: str) -> str:
    return reverse(apps.get_model(label).snippet_viewset.get_url_name("list"))


def chooser(label: str) -> str:
    return reverse(apps.get_model(label).snippet_viewset.chooser_viewset.get_url_name("choose"))


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(
        User.objects.create_superuser("szefowa@example.org", "most-nad-rzeka"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_the_snippets_are_those_that_are_known() -> None:
    assert SNIPPETS == [
        "pomost_search.PromotedResult",
        "pomost_search.SynonymGroup",
        "publishing.ErrorReport",
        "reference.GlossaryTerm",
        "reference.LegalAct",
    ]


@pytest.mark.parametrize(
    ("address_of", "name"),
    [(reverse, name) for name in NAMED] + [(kind, label) for kind in (listing, chooser) for label in SNIPPETS],
)
def test_searching_in_the_admin_gives_a_page(admin: Client, address_of: Callable[[str], str], name: str) -> None:
    address = address_of(name)
    assert {query: admin.get(address, {"q": query}).status_code for query in ODD} == dict.fromkeys(ODD, 200)


def found(admin: Client, label: str, query: str) -> list[Any]:
    return list(admin.get(listing(label), {"q": query}).context["object_list"])


def test_legal_acts_are_found_by_title_and_by_eli(admin: Client) -> None:
    act = LegalAct.objects.create(
        eli="DU/1999/7777",
        title="Ustawa o mostach",
        title_genitive="ustawy o mostach",
        date="1999-01-01",
        published="x",
    )
    assert found(admin, "reference.LegalAct", "DU/1999/7777") == [act]
    assert found(admin, "reference.LegalAct", "mostach") == [act]
    assert found(admin, "reference.LegalAct", "mosta") == [act]


def test_terms_are_found_by_what_they_mean(admin: Client) -> None:
    term = GlossaryTerm.objects.create(term="Przęsło", slug="przeslo", definition="Odcinek między podporami pomostu.")
    assert found(admin, "reference.GlossaryTerm", "podporami") == [term]
    assert found(admin, "reference.GlossaryTerm", "Przęs") == [term]


def test_an_editor_reads_why_a_document_has_no_words(admin: Client) -> None:
    document = PomostDocument(title="Ucięty")
    document.file.save("uciety.pdf", ContentFile(b"%PDF-1.4 nothing more"))
    services.extract_document_text(document_id=document.pk)
    document.refresh_from_db()
    text = admin.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert document.extraction_reason
    assert document.extraction_reason in text
