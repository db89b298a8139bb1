"""The glossary: its page, and how a change of a term reaches every text that uses it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from editing.differences.cards import Mark
from editing.differences.text import prose_of
from pomost.models import HomePage
from publishing.models import StandardPage
from publishing.references import live_pages_that_refer_to
from reference.linking import linker
from reference.models import GlossaryPage, GlossaryTerm, PageLemmas
from search.models import Section
from search.suggestions import suggest
from tests.builders import heading, make_page, prose
from tests.reference.builders import make_lists, make_term, make_value

pytestmark = pytest.mark.django_db

OnCommit = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def glossary(home: HomePage) -> GlossaryPage:
    """The only glossary, without terms."""
    GlossaryTerm.objects.all().delete()
    return make_lists(home)[0]


def links(page: Page) -> list[str]:
    html = StandardPage.objects.values_list("body_html", flat=True).get(pk=page.pk)
    return [part.partition("</a>")[0].partition(">")[2] for part in html.split('<a class="term"')[1:]]


def test_a_published_text_links_its_terms(home: HomePage, glossary: GlossaryPage) -> None:
    term = make_term("kładka", slug="kladka", definition="Mały „most” & więcej.")
    page = make_page(home, "Strona", "Idź po kładkach. Potem po kładce.")
    refers = f'data-refers-to="reference.glossaryterm:{term.pk} reference.glossarypage:{glossary.pk}"'
    assert page.body_html == (
        '<p>Idź po\N{NO-BREAK SPACE}<a class="term" href="/slownik/#kladka" data-term="kładka" '.replace(
            "\N{NO-BREAK SPACE}", " "
        )
        + f'data-definition="Mały „most” &amp; więcej." {refers}>kładkach</a>. Potem po kładce.</p>\n'
    )
    assert [row.pk for row in live_pages_that_refer_to(term)] == [page.pk]
    assert Section.objects.get(page=page).text == "Idź po kładkach. Potem po kładce."


def test_a_new_term_reaches_only_the_texts_that_use_its_words(
    home: HomePage, glossary: GlossaryPage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    used = make_page(home, "Ma", "Na kładkach dla pieszych.")
    apart, other = make_page(home, "Osobno", "Pieszo. Kładka."), make_page(home, "Inna", "Nic.")
    StandardPage.objects.filter(pk=other.pk).update(body_html="nietknięte")
    with django_capture_on_commit_callbacks(execute=True):
        term = make_term("kładka dla pieszych")
    assert [links(page) for page in (used, apart)] == [["kładkach dla pieszych"], []]
    assert StandardPage.objects.get(pk=other.pk).body_html == "nietknięte"
    with django_capture_on_commit_callbacks(execute=True):
        term.other_forms = "Pieszo"
        term.save()
    assert [links(page) for page in (used, apart)] == [["kładkach dla pieszych"], ["Pieszo"]]
    with django_capture_on_commit_callbacks(execute=True):
        term.links_itself = False
        term.save()
    assert [links(page) for page in (used, apart)] == [[], []]


def test_a_deleted_term_leaves_its_place_to_a_shorter_one(
    home: HomePage, glossary: GlossaryPage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_term("kładka")
    longer = make_term("kładka dla pieszych")
    page = make_page(home, "Ma", "Na kładkach dla pieszych.")
    assert links(page) == ["kładkach dla pieszych"]
    with django_capture_on_commit_callbacks(execute=True):
        longer.delete()
    assert links(page) == ["kładkach"]


def test_links_come_and_go_with_the_glossary_and_follow_its_address(
    home: HomePage, glossary: GlossaryPage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_term("kładka")
    page = make_page(home, "Ma", "Kładka.")
    with django_capture_on_commit_callbacks(execute=True):
        glossary.unpublish()
    assert links(page) == []
    with django_capture_on_commit_callbacks(execute=True):
        glossary.save_revision().publish()
    assert links(page) == ["Kładka"]
    with django_capture_on_commit_callbacks(execute=True):
        glossary.slug = "pojecia"
        glossary.save_revision().publish()
    assert 'href="/pojecia/#kładka"' in StandardPage.objects.get(pk=page.pk).body_html


def test_each_section_of_a_page_links_a_term(home: HomePage, glossary: GlossaryPage) -> None:
    make_term("kładka")
    body = [*prose("Kładka i kładki."), *heading("O kładkach"), *prose("Kładką.")]
    page = home.add_child(instance=StandardPage(title="Strona", body=body))
    assert links(page) == ["Kładka", "Kładką"]


def test_the_glossary_is_in_order_and_names_the_pages_that_use_a_term(
    home: HomePage, glossary: GlossaryPage, client: Client
) -> None:
    for term in ("żerdź", "lina", "łoże", "Kładka"):
        make_term(term, other_forms="KLK" if term == "Kładka" else "")
    pages = [make_page(home, f"Strona {number}", "Po kładce. KLK.") for number in range(6)]
    response = client.get("/slownik/")
    letters = response.context["letters"]
    assert [(item.letter, [term.term for term in item.terms]) for item in letters] == [
        ("K", ["Kładka"]),
        ("L", ["lina"]),
        ("Ł", ["łoże"]),
        ("Ż", ["żerdź"]),
    ]
    first = letters[0].terms[0]
    assert (first.others, [link.title for link in first.pages], first.more) == (
        ["KLK"],
        [page.title for page in pages[:5]],
        1,
    )
    text = response.content.decode()
    assert [text.count("<h1"), text.count('id="kładka"'), text.count('class="term"')] == [1, 1, 0]


def test_the_glossary_reads_no_more_for_more_terms(home: HomePage, glossary: GlossaryPage, client: Client) -> None:
    def queries() -> int:
        client.get("/slownik/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/slownik/")
        return len(captured)

    make_term("kładka")
    make_page(home, "Pierwsza", "Po kładce.")
    before = queries()
    for term in ("lina", "most", "rzeka"):
        make_term(term)
        make_page(home, term, f"Mówi o tym: {term} i kładka.")
    assert queries() == before


def test_a_publish_reads_the_glossary_once_and_compiles_it_once(
    home: HomePage, glossary: GlossaryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_term("kładka")
    page = make_page(home, "Strona", "Po kładce.")
    with CaptureQueriesContext(connection) as captured:
        page.save()
    assert sum('FROM "reference_glossaryterm"' in query["sql"] for query in captured) == 1
    first, again = linker(), linker()
    assert first is again
    make_term("most")
    assert linker() is not first


def test_search_finds_a_meaning_and_a_suggestion_leads_to_it(
    home: HomePage, glossary: GlossaryPage, rf: RequestFactory, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_term("kładka", slug="kladka", definition="Wąskie przejście nad wodą.", other_forms="KLK")
    section = Section.objects.get(page=glossary, anchor="kladka")
    assert (section.heading, section.text, section.keywords) == ("kładka", "Wąskie przejście nad wodą.", "KLK")
    request = rf.get("/")
    request.user, request.LANGUAGE_CODE = AnonymousUser(), "pl"
    found = [one.url for one in suggest("kład", request=request) if one.context == "Słownik"]
    assert found == ["/slownik/#kladka"]
    glossary.unpublish()
    found = [one.url for one in suggest("kład", request=request) if one.context == "Słownik"]
    assert found == ["/szukaj/?q=k%C5%82adka"]


def test_the_lemmas_of_a_page_are_those_of_its_public_text(home: HomePage) -> None:
    page = make_page(home, "Strona", "Kładkami")
    assert " kładka " in PageLemmas.objects.get(page=page).lemmas
    page.body = prose("Mostami")
    page.save_revision()
    assert " kładka " in PageLemmas.objects.get(page=page).lemmas
    page.save_revision().publish()
    assert " kładka " not in PageLemmas.objects.get(page=page).lemmas


def test_the_comparison_of_drafts_says_which_value_was_exchanged() -> None:
    one, other = (make_value(slug, ("5", "2020-01-01"), unit="days") for slug in ("myto", "oplata"))
    before, after = (f'<p>Przez <embed embedtype="value" id="{value.pk}"/> dni.</p>' for value in (one, other))
    (line,) = prose_of(before, after).lines
    assert [(piece.mark.value, piece.text) for piece in line.pieces if piece.mark is not Mark.SAME] == [
        ("removed", "myto] dni."),
        ("added", "oplata] dni."),
    ]
