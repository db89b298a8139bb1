"""The reports of sections that cite an act and of links to places that are not there."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from people.roles import EDITOR, TRAINER
from pomost.models import HomePage
from reference.citations import article_of, articles_in
from reference.models import LegalAct
from search.citations import citations_of
from search.dead_anchors import DeadAnchor, dead_anchors
from tests.builders import heading, hide_other_pages, make_chapters, make_page, prose, signed_in
from tests.reference.builders import make_act

CITATIONS, ANCHORS = "/admin/reports/citations/", "/admin/reports/dead-anchors/"


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("art. 94 § 1 i art. 95", {"94", "95"}),
        ("art. 5, 7 i 9–11", {"5", "7", "9", "10", "11"}),
        ("Art. 25¹ § 1", {"25¹"}),
        ("art. 67¹⁸–67³⁴", {"67¹⁸", "67³⁴"}),
        ("art. 8a oraz art. 22 ust. 1", {"8a", "22"}),
        ("ust. 5, strona 94, start. 7", set()),
        ("art. 9–5 i 1–900", {"9", "5", "1", "900"}),
    ],
)
def test_articles_that_a_sentence_names(text: str, articles: set[str]) -> None:
    assert articles_in(text) == articles


@given(st.sets(st.integers(min_value=1, max_value=999), min_size=1, max_size=6))
def test_every_article_of_a_list_is_found(numbers: set[int]) -> None:
    assert articles_in("Zob. art. " + ", ".join(map(str, numbers)) + " ustawy.") == set(map(str, numbers))


@pytest.mark.parametrize(
    ("typed", "article"),
    [("94", "94"), (" art. 94 ust. 1", "94"), ("Art.25¹", "25¹"), ("8a", "8a"), ("", ""), ("ustawa", ""), ("94x9", "")],
)
def test_an_article_as_it_is_typed(typed: str, article: str) -> None:
    assert article_of(typed) == article


@pytest.fixture
def act(db: None) -> LegalAct:
    return make_act("mostach i kładkach", short_title="Prawo mostowe")


@pytest.fixture
def citing(home: HomePage, act: LegalAct) -> None:
    """Four sections that cite the act: by its genitive, its title, its short title, and in a requirement."""
    make_page(home, "Jeden", "Wstęp. Zgodnie z art. 5 ustawy o mostach i kładkach trzeba. Koniec.")
    page = make_page(home, "Dwa")
    page.body = [
        *prose("Nic o tym."),
        *heading("Podstawa"),
        *prose("Mówi o tym ustawa o mostach i kładkach."),
        *heading("Inne"),
        *prose("Prawo mostowe, art. 7–9. Dalej art. 5."),
    ]
    page.save()
    chapter = make_chapters(home, "Trzy")[0]
    basis = [{"type": "item", "id": str(uuid4()), "value": {"act": act.pk, "provision": "art. 5 ust. 2"}}]
    value = {"force": "legal", "what": "Napisz.", "whom": "", "when": "", "references": basis}
    chapter.body = [{"type": "requirement", "id": str(uuid4()), "value": value}]
    chapter.save()
    make_page(home, "Szkic", "Art. 5 ustawy o mostach i kładkach.", live=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("article", "sections"),
    [
        ("", [("Jeden", ""), ("Dwa", "Podstawa"), ("Dwa", "Inne"), ("Trzy", "")]),
        ("5", [("Jeden", ""), ("Trzy", "")]),
        ("8", [("Dwa", "Inne")]),
        ("6", []),
    ],
)
def test_sections_that_cite_an_act(citing: None, act: LegalAct, article: str, sections: list[tuple[str, str]]) -> None:
    assert [(row.title, row.heading) for row in citations_of(act, article)] == sections


def test_a_citation_is_shown_with_its_sentence(citing: None, act: LegalAct) -> None:
    assert [row.sentence for row in citations_of(act, "5")] == [
        "Zgodnie z art. 5 ustawy o mostach i kładkach trzeba.",
        "art. 5 ust. 2 ustawy o mostach i kładkach",
    ]


def test_the_report_of_citations_is_of_the_act_that_is_chosen(citing: None, act: LegalAct) -> None:
    client = signed_in(EDITOR)
    nothing = client.get(CITATIONS)
    assert list(nothing.context["object_list"]) == []
    assert "Wybierz akt w\u00a0filtrze." in nothing.content.decode()
    chosen = client.get(f"{CITATIONS}?{urlencode({'act': str(act.pk), 'article': 'art. 8'})}")
    assert [row.heading for row in chosen.context["object_list"]] == ["Inne"]
    wrong = client.get(f"{CITATIONS}?{urlencode({'act': str(act.pk), 'article': 'ósmy'})}")
    assert "Podaj numer artykułu" in wrong.content.decode()
    lines = client.get(
        f"{CITATIONS}?{urlencode({'act': str(act.pk), 'article': '8', 'export': 'csv'})}"
    ).text.splitlines()
    assert lines[1:] == ["Dwa;Inne;Prawo mostowe, art. 7–9."]


def test_a_link_to_a_place_that_is_not_there(home: HomePage) -> None:
    hide_other_pages(home)
    target = make_page(home, "Cel")
    target.body = heading("Umowa o pracę")
    target.save()
    make_page(
        home,
        "Linki",
        '<a href="/cel/#umowa-o-prace">dobry</a> <a href="/cel/#umowa-zlecenie">zły</a> <a href="#tutaj">tu</a>',
        '<a href="http://testserver/cel/#inne">pełny</a> <a href="https://example.org/cel/#inne">cudzy</a>',
        '<a href="/en/cel/#obcy">angielski</a> <a href="/nie-ma/#x">bez strony</a> <a href="/cel/#main">treść</a>',
    )
    assert [(row.title, row.words, row.href, row.target) for row in dead_anchors()] == [
        ("Linki", "zły", "/cel/#umowa-zlecenie", "Cel"),
        ("Linki", "tu", "#tutaj", "Linki"),
        ("Linki", "pełny", "http://testserver/cel/#inne", "Cel"),
        ("Linki", "angielski", "/en/cel/#obcy", "Cel"),
    ]


@pytest.mark.django_db
def test_the_demo_has_no_dead_anchor() -> None:
    assert dead_anchors() == []


def test_the_report_of_dead_anchors(home: HomePage) -> None:
    hide_other_pages(home)
    page = make_page(home, "Linki", '<a href="#tutaj">tu</a>')
    response = signed_in(EDITOR).get(ANCHORS)
    assert list(response.context["object_list"]) == [DeadAnchor(page.pk, "Linki", "tu", "#tutaj", "Linki")]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.content.decode()
    assert signed_in(EDITOR).get(f"{ANCHORS}?export=csv").text.splitlines()[1:] == ["Linki;tu;#tutaj;Linki"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [CITATIONS, ANCHORS])
def test_who_edits_nothing_gets_no_report(address: str) -> None:
    assert signed_in(TRAINER).get(address).status_code == 302
