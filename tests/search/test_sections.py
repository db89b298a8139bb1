from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from courses.catalogue.models import Lesson
from pomost.models import HomePage
from publishing.extraction import PAGE_BREAK
from publishing.models import PomostDocument, StandardPage
from resources.guidance.models import Chapter
from search import services
from search.checks import index_matches_analyser
from search.models import IndexVersion, Section, Word
from search.sections import DOCUMENT_SECTION
from tests.builders import prose
from tests.guidance.decisions.builders import bridge_or_ferry

pytestmark = pytest.mark.django_db


def rows(**of: Any) -> list[tuple[str, str, str]]:
    """The anchors, headings and texts of sections, in order."""
    return list(Section.objects.filter(**of).order_by("position").values_list("anchor", "heading", "text"))


def heading(text: str, level: str = "2") -> dict[str, Any]:
    return {"type": "heading", "value": {"text": text, "level": level, "anchor": ""}}


def test_a_page_is_cut_at_its_headings(chapter: Chapter) -> None:
    chapter.body = chapter.body.stream_block.to_python(
        [
            *prose("Wstęp."),
            heading("Kto płaci"),
            *prose("Gmina."),
            heading("Kto płaci", "3"),  # the same words: another anchor
            {
                "type": "requirement",
                "value": {
                    "force": "practice",
                    "what": "Zapisz godziny.",
                    "whom": "zarząd",
                    "when": "",
                    "references": [],
                },
            },
        ]
    )
    chapter.save_revision().publish()
    assert [(anchor, title) for anchor, title, _text in rows(page=chapter)] == [
        ("", ""),
        ("kto-placi", "Kto płaci"),
        ("kto-placi-2", "Kto płaci"),
    ]
    first, second, third = Section.objects.filter(page=chapter).order_by("position")
    assert (first.text, first.keywords) == ("Wstęp.", "Jak planować i zapisywać godziny.")
    assert second.text == "Gmina."
    assert third.requirements == "Zapisz godziny. · zarząd"
    assert third.text == "Dobra praktyka. Zapisz godziny. Dotyczy: zarząd."
    assert {section.part_of_id for section in (first, second, third)} == {chapter.get_parent().pk}


def test_a_tool_gives_its_question_and_answers_without_what_is_pressed(chapter: Chapter) -> None:
    chapter.body = chapter.body.stream_block.to_python([bridge_or_ferry()])
    chapter.save_revision().publish()
    assert rows(page=chapter) == [
        ("", "", "Przewodnik po decyzji. Którą drogę wybrać? Jaka jest rzeka? Wąska. Szeroka."),
    ]


def test_an_exercise_gives_its_question_alone(lesson: Lesson) -> None:
    assert rows(page=lesson) == [("", "", "Kto opiniuje oferty?")]


def test_sections_follow_the_state_of_their_page(home: HomePage, django_assert_num_queries: Any) -> None:
    page = home.add_child(instance=StandardPage(title="Jeden", slug="jeden", body=prose("Treść.")))
    (section,) = Section.objects.filter(page=page)
    page.refresh_from_db()
    assert services.update_page(page=page) is False  # nothing has changed, nothing is written
    assert Section.objects.get(page=page) == section
    page.title = "Dwa"
    page.save_revision().publish()
    (changed,) = Section.objects.filter(page=page)
    assert changed.title == "Dwa"
    entries = IndexEntry.objects.filter(content_type__model="section", content_type__app_label="pomost_search")
    assert not entries.filter(object_id=str(section.pk)).exists()
    page.unpublish()
    assert rows(page=page) == []
    assert not entries.filter(object_id=str(changed.pk)).exists()
    page.save_revision().publish()
    page.delete()
    assert list(Section.objects.filter(title="Dwa")) == []


def test_a_draft_has_no_sections(home: HomePage) -> None:
    page = home.add_child(instance=StandardPage(title="Szkic", slug="szkic", live=False, body=prose("Treść.")))
    page.save_revision()
    assert rows(page=page) == []


def test_documents_are_cut_into_pages_or_parts(home: HomePage, make_document: Callable[..., PomostDocument]) -> None:
    pdf = make_document("Kalendarz", PAGE_BREAK.join(["Styczeń", "", "Marzec"]))
    assert rows(document=pdf) == [("page=1", "", "Styczeń"), ("page=3", "", "Marzec")]
    long = make_document("Statut", "słowo " * 2_000)
    texts = [text for _anchor, _heading, text in rows(document=long)]
    assert len(texts) == 5
    assert "".join(texts) == "słowo " * 2_000
    assert max(map(len, texts)) <= DOCUMENT_SECTION
    assert rows(document=make_document("Pusty", "")) == [("", "", "")]


def test_merge_fields_are_not_words_of_a_document(make_document: Callable[..., PomostDocument]) -> None:
    template = make_document("Umowa", "Zawarta «data_zawarcia» przez: «organizacja», zwaną «Stroną».")
    assert rows(document=template) == [("", "", "Zawarta … przez: …, zwaną «Stroną».")]


def test_new_words_are_known_at_once_and_counted_by_a_rebuild(home: HomePage) -> None:
    page = StandardPage(title="Żuraw", slug="zuraw", body=prose("Żurawie i żurawie."))
    home.add_child(instance=page)
    assert Word.objects.get(form="żurawie").lemma == "zuraw"
    Word.objects.update(count=7)
    services.rebuild()
    assert Word.objects.get(form="żurawie").count == 2


def test_a_rebuild_makes_what_is_missing_and_reports_progress(home: HomePage) -> None:
    page = home.add_child(instance=StandardPage(title="Jeden", slug="jeden", body=prose("Treść.")))
    Section.objects.all().delete()
    seen: list[tuple[int, int]] = []
    total = services.rebuild(progress=lambda done, of: seen.append((done, of)))
    assert seen == [(number, total) for number in range(1, total + 1)]
    assert rows(page=page) == [("", "", "Treść.")]
    assert services.is_current()


def test_an_index_of_another_analyser_is_told_and_made_anew(home: HomePage) -> None:
    page = home.add_child(instance=StandardPage(title="Jeden", slug="jeden", body=prose("Treść.")))
    services.rebuild()
    assert index_matches_analyser(None, databases=["default"]) == []
    IndexVersion.objects.update(analyser="0 old")
    (warning,) = index_matches_analyser(None, databases=["default"])
    assert (warning.id, warning.hint) == ("search.W001", "Run: pomost reindex")
    before = Section.objects.get(page=page).pk
    services.rebuild()
    assert Section.objects.get(page=page).pk != before
    assert index_matches_analyser(None, databases=["default"]) == []


@pytest.mark.sqlite_only
def test_the_stock_backend_indexes_words_as_they_stand(home: HomePage) -> None:
    """``ObjectIndexer`` is replaced in modelsearch's module; for the stock backends it must do what it did."""
    from modelsearch.backends.database.sqlite import sqlite as stock_sqlite  # cannot be imported on PostgreSQL

    page = home.add_child(instance=StandardPage(title="Umowy o pracę", slug="umowy"))
    entries = IndexEntry.objects.filter(content_type__model="standardpage", object_id=str(page.pk))
    get_search_backend("wagtail.search.backends.database").add(page)
    assert entries.get().title == "Umowy o pracę"
    get_search_backend().add(page)
    assert entries.get().title == "umowa o praca"
    assert stock_sqlite.SQLiteIndex.add_items.__globals__["ObjectIndexer"] is stock_sqlite.ObjectIndexer


def test_wagtail_can_rebuild_the_index_too(home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Jeden", slug="jeden", body=prose("Treść.")))
    entries = IndexEntry.objects.filter(content_type__app_label="pomost_search", content_type__model="section")
    before = set(entries.values_list("object_id", flat=True))
    call_command("update_index", verbosity=0)
    assert set(entries.values_list("object_id", flat=True)) == before != set()
