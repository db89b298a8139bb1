"""The same questions to every backend: that of the run's database, Elasticsearch, OpenSearch. The answers are equal."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.search.backends import get_search_backend

from pomost.models import HomePage
from publishing.models import PomostDocument, StandardPage
from reference.models import GlossaryTerm
from resources.guidance.models import Chapter, Guide, GuideIndex
from search.backends import chosen
from search.backends.engine import EngineBackend
from search.expressions import Alternative, Expression, Filters, Term
from search.finder import PER_PAGE, Found, find
from search.models import Section
from tests.builders import downloads, heading, make_page, prose
from tests.search.with_engine import asked_strictly, engine_at, sync

pytestmark = pytest.mark.django_db

Search = Callable[..., Found]


@pytest.fixture(params=["database", "elasticsearch", "opensearch"])
def backend(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[str]:
    """The name of the backend that the test's searches ask."""
    if request.param == "database":
        yield request.param
        return
    monkeypatch.setattr(EngineBackend, "answered", asked_strictly)
    with engine_at(request.getfixturevalue(f"{request.param}_url"), request.param, settings):
        yield request.param


@pytest.fixture
def search(backend: str, rf: RequestFactory) -> Search:
    """Searches as an anonymous reader, after the engine has been told of all changes."""

    def ask(text: str, page_number: int = 1, **filters: tuple[Any, ...]) -> Found:
        sync()
        return find(text, request=rf.get("/szukaj/"), page_number=page_number, filters=Filters(**filters))

    return ask


def titles(found: Found) -> list[str]:
    return [result.title for result in found.results]


@pytest.fixture
def site(backend: str, home: HomePage) -> HomePage:
    """Guides, pages and a document, about work and reports."""
    index = home.add_child(instance=GuideIndex(title="Poradniki", slug="poradniki"))
    work = index.add_child(instance=Guide(title="Praca", slug="praca"))
    reports = index.add_child(instance=Guide(title="Sprawozdawczość", slug="spr"))
    for guide, title, text in (
        (work, "Umowa o pracę", "Umowę zawiera się na piśmie. Wolontariusze jej nie potrzebują."),
        (work, "Czas pracy", "Pracodawca prowadzi ewidencję, a umowa mówi o wymiarze."),
        (reports, "Sprawozdanie z działalności", "Organizacja pożytku publicznego wysyła je do 15 lipca."),
        (reports, "Wpis do KRS", "Każda fundacja jest w Krajowym Rejestrze Sądowym."),
    ):
        body = [*prose(text), *heading(f"Pytania: {title}"), *prose("Łódzkie organizacje pozarządowe pytają o umowy.")]
        legal_state = date(2025 if guide is work else 2026, 1, 1)
        guide.add_child(
            instance=Chapter(title=title, summary=f"W skrócie: {title}.", body=body, legal_state=legal_state)
        )
    make_page(home, "Kontakt", "Żółta kamienica w Łodzi. Umów się na rozmowę o pracy i o umowach.")
    document = PomostDocument.objects.create(
        title="Wzór umowy", file=ContentFile(b"x", name="wzor.txt"), extracted_text="Umowa z sekwoją, wzór."
    )
    home.add_child(instance=StandardPage(title="Do pobrania", slug="pobierz", body=downloads(document)))
    return home


QUERIES = (
    "umowa", "umów o pracę", "UMOWA O PRACE", "ewidencja czasu", "lodzkie ngo", "NGO-sów",
    "organizacja pozarządowa", "krs", "KRS-u", "wpis do rejestru sądowego", "sprawozdania opp",
    "zolta kamienica", "wolontariusz", "wolontariusza umowa", "czas umowa fundacja", "pytania",
    "jak napisać sprawozdanie z działalności?", "nieistniejące słowo", "rozmowę",
)  # fmt: skip


def test_any_form_of_a_word_is_found(site: HomePage, search: Search) -> None:
    assert titles(search("zolta kamienice")) == ["Kontakt"]
    assert titles(search("ŻÓŁTYM KAMIENICOM")) == ["Kontakt"]
    assert titles(search("ewidencje pracodawców")) == ["Czas pracy"]
    assert titles(search("wpisów do KRS-u"))[0] == "Wpis do KRS"
    assert titles(search("fundacjom")) == ["Wpis do KRS"]
    assert set(titles(search("łódzkich NGO-sów"))) == {
        "Umowa o pracę", "Czas pracy", "Sprawozdanie z działalności", "Wpis do KRS"
    }  # fmt: skip
    assert titles(search("nieistniejącesłowo")) == []


def test_answers_and_their_order_are_those_of_the_database(
    site: HomePage, search: Search, backend: str, settings: Any
) -> None:
    answers = {query: search(query) for query in QUERIES}
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database"}}
    assert answers == {query: search(query) for query in QUERIES}
    assert sum(bool(found.results) for found in answers.values()) >= len(QUERIES) - 2


def test_filters_and_facets(site: HomePage, search: Search) -> None:
    def facets(found: Found) -> dict[str, list[tuple[str, int]]]:
        return {facet.name: [(value.label, value.count) for value in facet.values] for facet in found.facets}

    found = search("umowa")
    counts = facets(found)
    assert counts["part_of"] == [("Praca", 2), ("Sprawozdawczość", 2)]
    assert counts["legal_year"] == [("2025", 2), ("2026", 2)]
    assert counts["file_type"] == [("TXT", 1)]
    praca = Guide.objects.get(title="Praca", path__startswith=site.path)
    assert set(titles(search("umowa", part_of=(praca.pk,)))) == {"Umowa o pracę", "Czas pracy"}
    assert titles(search("umowa", kind=("document",))) == ["Wzór umowy"]
    assert titles(search("umowa", kind=("document", "page"), file_type=("TXT",))) == ["Wzór umowy"]
    assert len(titles(search("umowa", legal_year=(2025, 2026)))) == 4
    assert titles(search("umowa", legal_year=(1999,))) == []
    Section.objects.filter(title="Czas pracy").update(themes="|umowa|czas|")
    for section in Section.objects.filter(title="Czas pracy"):
        get_search_backend().add_bulk(Section, [section])
    GlossaryTerm.objects.get_or_create(slug="czas", defaults={"term": "czas", "definition": "…"})
    assert titles(search("umowa", theme=("czas",))) == ["Czas pracy"]
    assert dict(facets(search("umowa"))["theme"])["czas"] == 1


def test_fields_have_weights_and_phrases_their_order(home: HomePage, backend: str) -> None:
    texts = {"title": 1, "heading": 2, "requirements": 3, "text": 4}
    for name, position in texts.items():
        fields = {"title": "Bez", "heading": "Bez", "requirements": "bez", "text": "bez", name: "kasztan biały"}
        section = Section.objects.create(page=home, position=position, **fields)
        for other in {chosen.database(), get_search_backend()}:
            other.add_bulk(Section, [section])
    home_sections = dict(Section.objects.filter(page=home).values_list("pk", "position"))

    def positions(*lemmas: str, every: bool = True, **filters: Any) -> list[int]:
        sync()
        expression = Expression((Term("kasztan", (Alternative(lemmas),)),), every=every)
        found = get_search_backend().candidates(expression, Filters(**filters), limit=10)
        return [home_sections[one.section] for one in found if one.section in home_sections]

    assert positions("kasztan")[:2] == [1, 2]
    assert sorted(positions("kasztan")) == [1, 2, 3, 4]
    assert sorted(positions("kasztan", "bialy")) == [1, 2, 3, 4]
    assert positions("bialy", "kasztan") == []
    assert positions("kasztan", legal_year=(2001,)) == []

    sync()
    others = tuple(Alternative((f"słowo{number}", "dwa")) for number in range(40))
    terms = tuple(Term("kasztan", (*others, Alternative((lemma,)))) for lemma in ("kasztan", "bialy") * 10)
    found = get_search_backend().candidates(Expression(terms), Filters(), limit=10)
    assert sorted(home_sections[one.section] for one in found) == [1, 2, 3, 4]


def test_what_may_not_be_read_is_not_found(site: HomePage, search: Search) -> None:
    make_page(site, "Szkic", "tajemnica", live=False)
    closed = make_page(site, "Zamknięte", "tajemnica")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    published = make_page(site, "Jawne", "Jawny tekst")
    published.body = published.body.stream_block.to_python(prose("tajemnica"))
    published.save_revision()
    collection = Collection.objects.get(depth=1).add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = PomostDocument.objects.create(
        title="Plik", file=ContentFile(b"x", name="plik.txt"), extracted_text="tajemnica", collection=collection
    )
    make_page(site, "Lista").save()
    site.add_child(instance=StandardPage(title="Pliki", slug="pliki", body=downloads(document)))
    assert titles(search("tajemnica")) == []
    published.get_latest_revision().publish()
    assert titles(search("tajemnica")) == ["Jawne"]


def test_what_is_gone_is_not_found(site: HomePage, search: Search) -> None:
    assert titles(search("kamienica")) == ["Kontakt"]
    assert titles(search("sekwoje")) == ["Wzór umowy"]
    page = StandardPage.objects.get(title="Kontakt", path__startswith=site.path)
    page.unpublish()
    assert titles(search("kamienica")) == []
    page.save_revision().publish()
    assert titles(search("kamienica")) == ["Kontakt"]
    page.delete()
    PomostDocument.objects.get(title="Wzór umowy").delete()
    assert titles(search("kamienica")) == []
    assert titles(search("sekwoje")) == []


def test_pages_of_results(home: HomePage, search: Search) -> None:
    for number in range(PER_PAGE + 3):
        make_page(home, f"Strona {number:02}", "Tu jest regulamin.")
    first, second = search("regulamin"), search("regulamin", 2)
    assert (first.total, first.has_next, len(first.results)) == (PER_PAGE + 3, True, PER_PAGE)
    assert (second.page_number, second.has_next, len(second.results)) == (2, False, 3)
    assert {*titles(first), *titles(second)} == {f"Strona {number:02}" for number in range(PER_PAGE + 3)}
    assert search("regulamin", 99) == second


def test_lists_of_the_admin(site: HomePage, backend: str) -> None:
    GlossaryTerm.objects.create(term="Żółty szlak", slug="zolty-szlak", definition="Droga przez łąki.")
    sync()
    lists, pages = get_search_backend(), Page.objects.descendant_of(site, inclusive=True)

    def found(query: str, queryset: Any = pages, **more: Any) -> set[str]:
        results = lists.search(query, queryset, **more)
        assert results.count() == len(results)
        return {str(one) for one in results}

    def completed(query: str, queryset: Any = pages) -> set[str]:
        return {str(one) for one in lists.autocomplete(query, queryset)}

    assert found("umowę pracą", fields=["title"]) == {"Umowa o pracę"}
    assert found("umów fundacją") == {"Wpis do KRS"}
    assert found("żółtą") == {"Kontakt"}
    assert found("…") == set()
    assert found("sekwoje", PomostDocument.objects.all()) == {"Wzór umowy"}
    assert found("szlakiem łąki", GlossaryTerm.objects.all()) == {"Żółty szlak"}
    assert completed("spraw") == {"Sprawozdanie z działalności", "Sprawozdawczość"}
    assert completed("SPRAWOZDANIE z dział") == {"Sprawozdanie z działalności"}
    assert completed("działal spra") == {"Sprawozdanie z działalności"}
    assert completed("umową pr") == {"Umowa o pracę"}
    assert completed("raca") == set()
    assert completed("spra dział") == {"Sprawozdanie z działalności"}
    assert completed("umów o prace") == {"Umowa o pracę"}
    assert completed("zolty sz", GlossaryTerm.objects.all()) == {"Żółty szlak"}
    assert completed("—") == set()
    in_order = lists.search("umowa", pages.order_by("title"), order_by_relevance=False)
    assert [page.title for page in in_order] == sorted(page.title for page in in_order)
    assert [page.title for page in in_order[1:3]] == [page.title for page in in_order][1:3]
    assert [page.title for page in in_order[2:]] == [page.title for page in in_order][2:]
    assert (in_order[1:3].count(), in_order[3:].count()) == (2, in_order.count() - 3)
    # A filter that an engine has no index for.
    assert found("umowa", pages.filter(title__icontains="KONT")) == {"Kontakt"}


def test_facets_have_no_limit(home: HomePage, backend: str) -> None:
    pages = [make_page(home, f"Strona {number}", "Tu jest lipa.") for number in range(12)]
    sync()
    facet = get_search_backend().search("lipy", Page.objects.child_of(home)).facet("id")
    assert facet == {page.pk: 1 for page in pages}
    owners = get_search_backend().search("lipy", Page.objects.child_of(home)).facet("owner_id")
    assert owners == {None: 12}


ODD = (
    '"', '""', "'", "\\", "AND", "OR NOT", "umowa AND", "(", "umowa)", "title:umowa", "*", "um*", "a:b:c", "+-", "^3~",
    "🙂", "\u202eumowa",
    "\x00", "{}[]", '{"query": {"match_all": {}}}', "'; DROP TABLE x; --", "%", "_", "<b>", "ą" * 10_000,
    "1" * 300, "umowa " * 2_000, "\ud800", "İ", "ﬁ", "e\u0301",
)  # fmt: skip


def test_odd_queries_are_answered(site: HomePage, search: Search) -> None:
    for text in ODD:
        search(text)
    sync()
    for text in ODD[:26]:
        len(get_search_backend().search(text, Page.objects.all())[:3])
        len(get_search_backend().autocomplete(text, Page.objects.all())[:3])


@pytest.mark.parametrize("name", ["elasticsearch", "opensearch"])
def test_any_query_is_answered_as_by_the_database(
    name: str, request: pytest.FixtureRequest, settings_of_site: Any, home: HomePage, rf: RequestFactory
) -> None:
    words = st.sampled_from(["umowa", "praca", "lipiec", "OR", "NOT", '"', "(", ":", "1", "mail", "-", "*"])
    database = {"default": {"BACKEND": "search.backends.database"}}
    with engine_at(request.getfixturevalue(f"{name}_url"), name, settings_of_site):
        make_page(home, "Umowa", "Umowa o pracę: 1 lipca, e-mail a@b.pl")
        sync()
        engine = settings_of_site.WAGTAILSEARCH_BACKENDS

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.one_of(st.text(max_size=60), st.lists(words, max_size=8).map(" ".join)))
        @example('"umowa" -praca')
        def asks(text: str) -> None:
            settings_of_site.WAGTAILSEARCH_BACKENDS = engine
            found = find(text, request=rf.get("/szukaj/"))
            settings_of_site.WAGTAILSEARCH_BACKENDS = database
            assert found == find(text, request=rf.get("/szukaj/"))

        asks()


@pytest.fixture
def settings_of_site(request: pytest.FixtureRequest) -> Any:
    """pytest-django's ``settings``, whose name is Hypothesis's here."""
    return request.getfixturevalue("settings")
