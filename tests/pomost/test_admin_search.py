"""Searching in all listings and choosers of the admin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search.models import IndexEntry
from wagtail.snippets.models import get_snippet_models

from people.models import User
from pomost.models import HomePage
from publishing import services
from publishing.models import PomostDocument, PomostImage
from reference.models import GlossaryTerm, LegalAct
from search.models import IndexVersion, PromotedResult, SynonymGroup
from search.services import rebuild
from tests.builders import make_page

pytestmark = pytest.mark.django_db

ODD = (
    "umowa",
    "DU/1974/141",
    "a b",
    "'",
    "*",
    "%",
    "(",
    "\\",
    "AND",
    "ł",
    "🙂",
    "-",
    "x" * 300,
    '"',
    '"…" umowa',
    '"…" "—"',
    "🙂 🙂",
)


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


@dataclass(frozen=True, slots=True)
class Searchable:
    page: Page
    document: PomostDocument
    image: PomostImage
    user: User
    term: GlossaryTerm


def listing(label: str) -> str:
    return reverse(apps.get_model(label).snippet_viewset.get_url_name("list"))


def chooser(label: str, view: str = "choose") -> str:
    return reverse(apps.get_model(label).snippet_viewset.chooser_viewset.get_url_name(view))


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(
        User.objects.create_superuser("szefowa@example.org", "most-nad-rzeka"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_the_snippets_are_those_that_are_known() -> None:
    assert SNIPPETS == [
        "activities.LibraryActivity",
        "bank.BankQuestion",
        "people.Organisation",
        "pomost_search.PromotedResult",
        "pomost_search.SynonymGroup",
        "reference.DatedValue",
        "reference.GlossaryTerm",
        "reference.LegalAct",
        "results.GrantProgramme",
        "results.Theme",
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
    assert found(admin, "reference.GlossaryTerm", "Przęsł") == [term]


def test_an_editor_reads_why_a_document_has_no_words(admin: Client) -> None:
    document = PomostDocument(title="Ucięty")
    document.file.save("uciety.pdf", ContentFile(b"%PDF-1.4 nothing more"))
    services.extract_document_text(document_id=document.pk)
    document.refresh_from_db()
    text = admin.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert document.extraction_reason
    assert document.extraction_reason in text


@pytest.fixture
def searchable(home: HomePage) -> Searchable:
    """One of each kind of thing that the admin lists, all about one subject."""
    title = "Żółte kajaki na Pilicy"
    document = PomostDocument.objects.create(title=title, file=ContentFile(b"x", name="kajak.txt"))
    image = PomostImage.objects.create(title=title, file=get_test_image_file())
    page = make_page(home, title)
    make_page(home, "Inna strona")
    user = User.objects.create_user("ola@example.org", first_name="Małgorzata", last_name="Żółkiewska")
    term = GlossaryTerm.objects.create(term=title, slug="zolte", definition="Przykład.")
    return Searchable(page, document, image, user, term)


@pytest.mark.parametrize(
    "query",
    [
        "kajak",
        "kajaków",
        "KAJAKAMI",
        "zolty kajak",
        "zolta pilica",
        "żółtych kajaków",
        "zolt",
        "Pilicą",
        "kajaki na Pilicy",
        '"kajak"',
        '"żółty kajak',
        '"żółte kajaki" pilica',
        "kaj pil",
    ],
)
def test_any_form_of_a_word_is_found_with_or_without_diacritics(
    admin: Client, searchable: Searchable, query: str
) -> None:
    def ids(address: str, key: str = "object_list") -> list[int]:
        return [item.pk for item in admin.get(address, {"q": query}).context[key]]

    assert ids(reverse("wagtailadmin_pages:search"), "pages") == [searchable.page.pk]
    assert ids(reverse("wagtailadmin_explore", args=[searchable.page.get_parent().pk])) == [searchable.page.pk]
    assert ids(reverse("wagtailadmin_choose_page_search"), "pages") == [searchable.page.pk]
    assert ids(reverse("wagtaildocs:index")) == [searchable.document.pk]
    assert ids(reverse("wagtaildocs_chooser:choose_results"), "results") == [searchable.document.pk]
    assert ids(reverse("wagtailimages:index")) == [searchable.image.pk]
    assert ids(reverse("wagtailimages_chooser:choose_results"), "results") == [searchable.image.pk]
    assert ids(listing("reference.GlossaryTerm")) == [searchable.term.pk]
    assert ids(chooser("reference.GlossaryTerm", "choose_results"), "results") == [searchable.term.pk]


@pytest.mark.parametrize("query", ["kajakarz", "kajak żyrafa", "żółty żółw", "kajakk", "ajak"])
def test_other_words_are_not_found(admin: Client, searchable: Searchable, query: str) -> None:
    assert list(admin.get(reverse("wagtailadmin_pages:search"), {"q": query}).context["pages"]) == []
    assert found(admin, "reference.GlossaryTerm", query) == []


@pytest.mark.parametrize(
    "query",
    ["Żółkiewska", "zolkiewska", "Żółkiewskiej", "żółkiewską malgorzata", "MAŁGORZATY", "ola@exam", "kiew", "gorz"],
)
def test_people_are_found_by_any_form_of_their_name(admin: Client, searchable: Searchable, query: str) -> None:
    User.objects.create_user("anna@example.com", first_name="Anna", last_name="Kowalska")
    users = admin.get(reverse("wagtailusers_users:index"), {"q": query}).context["object_list"]
    assert list(users) == [searchable.user]


@pytest.mark.parametrize("query", ["Kowalski", "zolw", "ola anna", "%", "_", "'", "x" * 300])
def test_other_people_are_not_found(admin: Client, searchable: Searchable, query: str) -> None:
    assert list(admin.get(reverse("wagtailusers_users:index"), {"q": query}).context["object_list"]) == []


def test_synonyms_are_found_by_their_words(admin: Client) -> None:
    group = SynonymGroup.objects.create(terms="most\nkładka dla pieszych", note="z rozmów")
    assert found(admin, "pomost_search.SynonymGroup", "kładki") == [group]
    assert found(admin, "pomost_search.SynonymGroup", "rozmowa") == [group]
    promoted = PromotedResult.objects.create(phrases="kładka", page=Page.objects.live()[1], reason="Jak ją zbudować.")
    assert found(admin, "pomost_search.PromotedResult", "kladki") == [promoted]


def test_the_first_index_has_what_migrations_added(admin: Client) -> None:
    IndexVersion.objects.all().delete()
    IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(SynonymGroup)).delete()
    assert found(admin, "pomost_search.SynonymGroup", "kodeksu administracyjnego") == []
    rebuild()
    (group,) = found(admin, "pomost_search.SynonymGroup", "kodeksu administracyjnego")
    assert group.lines()[0] == "KPA"
