"""Differences of two versions of a page: words and marks, labels of choices, tables, pictures, exercises."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from wagtail.blocks import MultipleChoiceBlock

from courses.activities.blocks import ChoiceExerciseBlock
from editing.differences import changes_between
from editing.differences.blocks import differs, moved_among, value_of
from editing.differences.cards import FieldChange, Item, Items, Mark, Parts, Prose, Table, Text, Unchanged
from editing.differences.tables import table_of
from editing.differences.text import pieces_of, prose_of
from publishing.blocks import BodyBlock
from resources.guidance.models import Chapter, ChapterAuthor
from tests.builders import heading, prose

Pieces = list[tuple[str, str]]


def flat(pieces: Any) -> Pieces:
    return [(piece.mark.value, piece.text) for piece in pieces]


def test_words_between_the_same_words_are_marked() -> None:
    assert flat(pieces_of("Umowę zawiera się ustnie albo listem.", "Umowę zawiera się na piśmie albo listem.")) == [
        ("same", "Umowę zawiera się "),
        ("removed", "ustnie"),
        ("added", "na piśmie"),
        ("same", " albo listem."),
    ]


def test_texts_with_little_in_common_follow_one_another() -> None:
    assert flat(pieces_of("Ala ma kota.", "Zarząd podpisuje sprawozdanie.")) == [
        ("removed", "Ala ma kota."),
        ("added", "Zarząd podpisuje sprawozdanie."),
    ]


def test_the_same_text_has_no_marks_and_an_empty_one_no_pieces() -> None:
    assert (flat(pieces_of("Tekst", "Tekst")), pieces_of("", "")) == ([("same", "Tekst")], [])


@pytest.mark.django_db
def test_rich_text_is_compared_by_paragraph_with_the_targets_of_its_links(chapter: Chapter) -> None:
    before = "<p>Pierwszy akapit.</p><ul><li>jeden</li><li>dwa</li></ul>"
    after = (
        f'<p>Pierwszy akapit.</p><ul><li>jeden</li></ul><p>Zobacz <a linktype="page" id="{chapter.pk}">rozdział</a> i '
        '<a href="https://example.org/">stronę</a>.</p>'
    )
    lines = [(line.listed, flat(line.pieces)) for line in prose_of(before, after).lines]
    added = "Zobacz rozdział [link: Wolontariat] i stronę [link: https://example.org/]."
    assert lines == [
        (False, [("same", "Pierwszy akapit.")]),
        (True, [("same", "jeden")]),
        (True, [("removed", "dwa")]),
        (False, [("added", added)]),
    ]


def test_a_change_of_emphasis_alone_is_told() -> None:
    assert prose_of("<p>Ważne</p>", "<p><b>Ważne</b></p>").restyled is True
    assert prose_of("<p>Ważne</p>", "<p>Ważne</p>").restyled is False


def test_what_the_editor_adds_to_a_text_that_it_saves_is_no_difference() -> None:
    before = "<p>Pierwszy <b>akapit</b>.</p>\n<ul>\n<li>jeden</li>\n</ul>"
    after = '<p data-block-key="x4qid">Pierwszy <b>akapit</b>.</p><ul><li data-block-key="a">jeden</li></ul>'
    block = BodyBlock()
    assert prose_of(before, after).restyled is False
    values = [block.to_python([{"type": "prose", "id": "1", "value": source}]) for source in (before, after)]
    assert differs(block, *values) is False
    assert differs(block, values[0], block.to_python([{"type": "prose", "id": "1", "value": "<p>Inny.</p>"}])) is True


def test_tables_are_compared_by_row_and_cell() -> None:
    before = {"data": [["Forma", "Umowa"], ["Staż", "brak"], ["Praca", "pisemna"]], "first_row_is_table_header": True}
    after = {"data": [["Forma", "Umowa"], ["Staż", "ustna"], ["Praca", "pisemna"], ["Zlecenie", "dowolna"]]}
    table = table_of(before, after)
    assert [(row.mark.value, [flat(cell.pieces) for cell in row.cells]) for row in table.rows] == [
        ("same", [[("same", "Forma")], [("same", "Umowa")]]),
        ("changed", [[("same", "Staż")], [("removed", "brak"), ("added", "ustna")]]),
        ("same", [[("same", "Praca")], [("same", "pisemna")]]),
        ("added", [[("same", "Zlecenie")], [("same", "dowolna")]]),
    ]
    assert table.headers == ["Pierwszy wiersz nie zawiera już nagłówków."]
    assert not any(cell.header for row in table.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [("abc", "abc", ""), ("abc", "acb", "b"), ("abcd", "dabc", "d"), ("abc", "bc", ""), ("abc", "xcab", "c")],
)
def test_the_fewest_blocks_count_as_moved(before: str, after: str, moved: str) -> None:
    assert moved_among(before, after) == set(moved)


def exercise(*options: tuple[str, bool], question: str = "Kto?") -> Any:
    block = ChoiceExerciseBlock()
    values = [
        {
            "type": "item",
            "id": f"00000000-0000-4000-8000-00000000000{number}",
            "value": {"text": text, "correct": right},
        }
        for number, (text, right) in enumerate(options)
    ]
    return block, block.to_python({"kind": "single", "question": question, "hint": "", "options": values})


def test_an_exercise_shows_its_answers_and_which_one_is_right() -> None:
    block, before = exercise(("Zarząd", True), ("Rada", False))
    _block, after = exercise(("Zarząd", False), ("Rada", True), ("Nikt", False))
    shown = value_of(block, before, after)
    assert isinstance(shown, Parts)
    parts = {part.label: part.value for part in shown.parts}
    assert list(parts) == ["Pytanie", "Rodzaj", "Odpowiedzi"]
    assert isinstance(parts["Rodzaj"], Text)
    assert flat(parts["Rodzaj"].pieces) == [("same", "jedna poprawna odpowiedź")]
    options = parts["Odpowiedzi"]
    assert isinstance(options, Items)
    told = []
    for option in options.entries:
        assert isinstance(option, Item)
        assert isinstance(option.value, Parts)
        told.append((option.mark, [flat(part.value.pieces) for part in option.value.parts]))  # type: ignore[union-attr]
    assert told == [
        (Mark.CHANGED, [[("same", "Zarząd")], [("removed", "tak"), ("added", "nie")]]),
        (Mark.CHANGED, [[("same", "Rada")], [("removed", "nie"), ("added", "tak")]]),
        (Mark.ADDED, [[("same", "Nikt")], [("same", "nie")]]),
    ]


def test_several_choices_are_told_by_their_labels() -> None:
    block = MultipleChoiceBlock(choices=[("a", "jedna"), ("b", "druga"), ("c", "trzecia")])
    value = value_of(block, ["a"], ["a", "c"])
    assert isinstance(value, Text)
    assert "".join(text for mark, text in flat(value.pieces) if mark != "removed") == "jedna, trzecia"
    assert isinstance(none := value_of(block, None, []), Text)
    assert none.pieces == []


def test_a_choice_is_told_by_its_label() -> None:
    block = BodyBlock().child_blocks["callout"]
    before = block.to_python({"kind": "note", "title": "", "text": "<p>Tekst</p>"})
    after = block.to_python({"kind": "warning", "title": "", "text": "<p>Tekst</p>"})
    shown = value_of(block, before, after)
    assert isinstance(shown, Parts)
    kind = shown.parts[0].value
    assert isinstance(kind, Text)
    assert flat(kind.pieces) == [("removed", "Uwaga"), ("added", "Ostrzeżenie")]


def compared(before: Chapter | None, after: Chapter) -> list[FieldChange]:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return changes_between(before, after, request)


def draft_of(page: Chapter) -> Chapter:
    draft: Chapter = page.get_latest_revision().as_object()
    return draft


@pytest.mark.django_db
def test_a_page_shows_only_what_differs_and_folds_what_does_not(chapter: Chapter) -> None:
    kept, gone, here, there = (
        {"type": "prose", "id": str(uuid4()), "value": f"<p>{text}</p>"} for text in ("Zostaje", "Znika", "Tu", "Tam")
    )
    chapter.body = [kept, gone, here, there]
    chapter.save_revision().publish()
    chapter.refresh_from_db()
    draft = draft_of(chapter)
    draft.title = "Wolontariat w praktyce"
    draft.body = [kept, there, here, *heading("Nowy")]
    draft.authors.add(ChapterAuthor(name="Zespół", role=""))
    changes = {change.label: change for change in compared(chapter, draft)}
    assert list(changes) == ["Tytuł", "Tekst", "Kto to napisał"]
    assert {change.mark for change in changes.values()} == {Mark.CHANGED}
    body = changes["Tekst"].value
    assert isinstance(body, Items)
    first, *rest = body.entries
    assert isinstance(first, Unchanged)
    told = [(entry.label, entry.mark.value, entry.moved) for entry in rest if isinstance(entry, Item)]
    assert told == [
        ("Akapity i\u00a0listy", "removed", False),
        ("Akapity i\u00a0listy", "same", True),
        ("Nagłówek", "added", False),
    ]


@pytest.mark.django_db
def test_a_new_page_is_shown_whole_without_marks_inside(chapter: Chapter) -> None:
    changes = {change.label: change for change in compared(None, draft_of(chapter))}
    assert {change.mark for change in changes.values()} == {Mark.ADDED}
    body = changes["Tekst"].value
    assert isinstance(body, Items)
    (entry,) = body.entries
    assert isinstance(entry, Item), "not folded"
    assert (entry.mark, type(entry.value)) == (Mark.SAME, Prose)


@pytest.mark.django_db
def test_a_block_with_a_list_that_did_not_change_is_the_same() -> None:
    block = BodyBlock(local_blocks=[("exercise", ChoiceExerciseBlock())])
    _exercise, value = exercise(("Zarząd", True), ("Rada", False))
    raw = [{"type": "exercise", "id": str(uuid4()), "value": ChoiceExerciseBlock().get_prep_value(value)}]
    shown = value_of(block, block.to_python(raw), block.to_python(raw))
    assert isinstance(shown, Items)
    assert [type(entry) for entry in shown.entries] == [Unchanged]


@pytest.mark.django_db
def test_equal_versions_have_no_differences(chapter: Chapter) -> None:
    chapter.body = prose("Tekst")
    chapter.save_revision().publish()
    chapter.refresh_from_db()
    assert compared(chapter, draft_of(chapter)) == []


def test_a_table_that_is_new_has_no_marks_inside() -> None:
    table = table_of({"data": [["a"]]}, {"data": [["a"]]})
    assert isinstance(table, Table)
    assert [row.mark for row in table.rows] == [Mark.SAME]
