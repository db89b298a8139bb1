"""The public history of guides and chapters, the comparison of two versions, and the feeds."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from wagtail.models import PageViewRestriction

from editing.differences.cards import Mark
from pomost.models import HomePage
from resources.guidance.comparison import passages_of
from resources.guidance.history_cards import Comparison, Passage, UnchangedPassages
from resources.guidance.models import Chapter, Guide
from tests.builders import heading, hide_other_pages, make_chapters, prose
from tests.prepared import prepared

pytestmark = pytest.mark.django_db

GUIDE = "/poradniki/poradnik/"
FIRST = f"{GUIDE}pierwszy-temat/"


@pytest.fixture
@prepared
def chapter(home: HomePage) -> Chapter:
    """The first of two chapters, published three times."""
    chapter, _second = make_chapters(home, "Pierwszy temat", "Drugi temat")
    changes = (
        ("significant", "Porozumienie musi być na piśmie.", ("Zawrzyj porozumienie na piśmie.", "Zachowaj odpis.")),
        ("minor", "Jaśniejsze zdanie.", ("Zawrzyj porozumienie na piśmie.", "Zachowaj odpis porozumienia.")),
    )
    for kind, note, paragraphs in changes:
        chapter = Chapter.objects.get(pk=chapter.pk)
        chapter.body = [*heading("Porozumienie"), *prose(*paragraphs)]
        chapter.change_kind, chapter.change_note = kind, note
        chapter.save_revision().publish()
    chapter.refresh_from_db()
    return chapter


def context(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    return response.context


def compared(client: Client, query: str) -> Comparison:
    comparison: Comparison = context(client, f"{FIRST}historia/?{query}")["comparison"]
    return comparison


def test_a_chapter_tells_when_it_changed_and_how(client: Client, chapter: Chapter) -> None:
    assert f'href="{FIRST}historia/"' in client.get(FIRST).text
    versions = context(client, f"{FIRST}historia/")["versions"]
    assert [(item.number, item.kind, item.note, item.compare_url) for item in versions] == [
        (3, "minor", "Jaśniejsze zdanie.", f"{FIRST}historia/?od=2&do=3"),
        (2, "significant", "Porozumienie musi być na piśmie.", f"{FIRST}historia/?od=1&do=2"),
        (1, "", "", ""),
    ]


@pytest.mark.parametrize("address", [GUIDE, "/poradniki/"])
def test_a_guide_tells_of_all_its_chapters(client: Client, home: HomePage, chapter: Chapter, address: str) -> None:
    hide_other_pages(home)
    versions = context(client, f"{address}historia/")["versions"]
    assert [(item.title, item.number, item.page_url) for item in versions] == [
        ("Pierwszy temat", 3, FIRST),
        ("Pierwszy temat", 2, FIRST),
        ("Drugi temat", 1, f"{GUIDE}drugi-temat/"),
        ("Pierwszy temat", 1, FIRST),
        ("Poradnik", 1, GUIDE),
    ]


def test_drafts_and_restricted_pages_are_in_no_history(client: Client, chapter: Chapter) -> None:
    chapter.title = "Tajny tytuł"
    chapter.save_revision()
    assert "Tajny" not in client.get(f"{FIRST}historia/").text
    Chapter.objects.get(slug="drugi-temat").unpublish()
    assert client.get(f"{GUIDE}drugi-temat/historia/").status_code == 404
    assert {item.title for item in context(client, f"{GUIDE}historia/")["versions"]} == {"Poradnik", "Pierwszy temat"}
    PageViewRestriction.objects.create(page=chapter, restriction_type=PageViewRestriction.LOGIN)
    for end in ("historia/", "historia/?od=1&do=2", "historia/atom.xml"):
        assert client.get(f"{FIRST}{end}").status_code == 404
    assert {item.title for item in context(client, f"{GUIDE}historia/")["versions"]} == {"Poradnik"}
    assert "Pierwszy" not in client.get(f"{GUIDE}historia/atom.xml").text


def test_two_versions_are_compared_word_by_word(client: Client, chapter: Chapter) -> None:
    comparison = compared(client, "od=2&do=3")
    unchanged, passage = comparison.entries
    assert isinstance(unchanged, UnchangedPassages)
    assert isinstance(passage, Passage)
    assert ([item.pieces[0].text for item in unchanged.passages], unchanged.heading) == (
        ["Porozumienie", "Zawrzyj porozumienie na piśmie."],
        "Porozumienie",
    )
    assert [(piece.mark, piece.text) for piece in passage.pieces] == [
        (Mark.SAME, "Zachowaj odpis"),
        (Mark.REMOVED, "."),
        (Mark.ADDED, " porozumienia."),
    ]
    assert compared(client, "od=3&do=2") == comparison


def test_versions_further_apart_give_the_notes_between_them(client: Client, chapter: Chapter) -> None:
    notes = context(client, f"{FIRST}historia/?od=1&do=3")["notes"]
    assert [item.number for item in notes] == [3, 2]
    removed = [
        piece.text
        for entry in compared(client, "od=1&do=3").entries
        if isinstance(entry, Passage)
        for piece in entry.pieces
        if piece.mark == Mark.REMOVED
    ]
    assert removed == ["O tym: Pierwszy temat."]


def test_additions_and_deletions_are_told_in_words_and_signs(client: Client, chapter: Chapter) -> None:
    html = client.get(f"{FIRST}historia/?od=2&do=3").text
    assert '<ins><span class="visually-hidden">[dodano: </span> porozumienia.' in html


@pytest.mark.parametrize("query", ["od=1&do=9", "od=2&do=2", "od=x&do=2", "od=1", "do=" + "9" * 40])
def test_versions_that_are_not_there_are_answered_in_words(client: Client, chapter: Chapter, query: str) -> None:
    shown = context(client, f"{FIRST}historia/?{query}", 404)
    assert shown["error"]
    assert len(shown["versions"]) == 3


def test_what_stands_around_the_text_is_compared_too(client: Client, chapter: Chapter) -> None:
    chapter.title, chapter.legal_state = "Nowy tytuł", "2026-03-01"
    chapter.save()
    facts = compared(client, "od=3&do=4").facts
    assert [(fact.label, [piece.text for piece in fact.pieces]) for fact in facts] == [
        ("Tytuł", ["Pierwszy temat", "Nowy tytuł"]),
        ("Stan prawny", ["1\xa0marca 2026"]),
    ]


@pytest.mark.parametrize(
    ("address", "titles"), [(FIRST, 2), (GUIDE, 2), ("/poradniki/", 2), (f"{GUIDE}drugi-temat/", 0)]
)
def test_feeds_have_the_changes_and_their_kinds(
    client: Client, home: HomePage, chapter: Chapter, address: str, titles: int
) -> None:
    hide_other_pages(home)
    response = client.get(f"{address}historia/atom.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = response.text
    assert feed.count("<entry>") == titles
    if titles:
        assert "Porozumienie musi być na piśmie." in feed
        assert feed.count('term="significant"') == 1
        assert f"{FIRST}historia/?od=1&amp;do=2" in feed


def test_entries_of_feeds_keep_their_ids_when_the_chapter_moves(client: Client, chapter: Chapter) -> None:
    def ids(address: str) -> list[str]:
        return [part.partition("</id>")[0] for part in client.get(f"{address}historia/atom.xml").text.split("<id>")[1:]]

    before = ids(FIRST)
    other = Guide.objects.parent_of(chapter).get().get_parent().add_child(instance=Guide(title="Inny", slug="inny"))
    chapter.move(other, pos="last-child")
    assert ids("/poradniki/inny/pierwszy-temat/") == before


def test_a_history_takes_the_same_queries_however_long(
    client: Client, chapter: Chapter, django_assert_max_num_queries: Any, caching: None
) -> None:
    client.get(f"{GUIDE}historia/")
    with django_assert_max_num_queries(4):
        client.get(f"{GUIDE}historia/")


def test_no_chapter_takes_the_address_of_a_history(chapter: Chapter, client: Client) -> None:
    guide = Guide.objects.parent_of(chapter).get()
    with pytest.raises(ValidationError):
        guide.add_child(instance=Chapter(title="Historia", slug="historia"))


def test_every_text_of_a_page_is_a_passage_once() -> None:
    html = """<h2 id="a">Tytuł<a class="anchor" href="#a" aria-label="Link"><svg><path/></svg></a></h2>
    <p>Jeden <a href="/x/">dwa</a>.</p><ul><li>raz</li><li><p>dwa</p><ul><li>trzy</li></ul></li></ul>
    <div class="requirement"><p>Wymóg</p><div>Zrób to.<dl><dt>Kiedy</dt><dd>zaraz<br>potem</dd></dl></div></div>
    <table><caption>Spis</caption><tr><th>a</th><td>b</td></tr></table><figure><img alt="Most"></figure><!-- nic -->"""
    with translation.override("pl"):
        passages = passages_of(html)
    assert passages == [
        ("h2", "Tytuł"),
        ("text", "Jeden dwa."),
        ("item", "raz"),
        ("item", "dwa"),
        ("item", "trzy"),
        ("text", "Wymóg"),
        ("text", "Zrób to."),
        ("term", "Kiedy"),
        ("text", "zaraz potem"),
        ("text", "Spis"),
        ("row", "a | b"),
        ("text", "[ilustracja: Most]"),
    ]
