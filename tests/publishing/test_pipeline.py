"""The publish pipeline: rendering, extracting and storing in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import blocks
from wagtail.models import Page, ReferenceIndex

from courses.activities.models import Activity
from courses.catalogue.models import Lesson, Topic
from publishing import pipeline
from publishing.models import BasePage, StandardPage
from publishing.pipeline import Extracting, extracts_of
from resources.guidance.models import Chapter

pytestmark = pytest.mark.django_db


class Word:
    """A sample class of extracts."""

    def __init__(self, text: str, block_id: str) -> None:
        self.text, self.block_id = text, block_id


class WordBlock(blocks.CharBlock):
    def extracts(self, value: Any, *, block_id: str, page: BasePage) -> Iterator[Word]:
        yield Word(value, block_id)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """The extracts given to a store of headings, by title of the page."""
    given: list[tuple[str, list[str]]] = []

    def extracts(self: Any, value: Any, *, block_id: str, page: BasePage) -> Iterator[Word]:
        yield Word(value["text"], block_id)

    def store(page: BasePage, words: Sequence[Word]) -> None:
        given.append((page.title, [word.text for word in words]))

    monkeypatch.setattr("publishing.blocks.HeadingBlock.extracts", extracts, raising=False)
    monkeypatch.setitem(pipeline._stores, Word, [store])
    return given


def body(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "heading", "value": {"text": text, "level": "2", "anchor": ""}} for text in texts]


@pytest.fixture
def home() -> Page:
    return Page.objects.get(depth=2)


def by_code(page: StandardPage) -> None:
    page.live = True
    page.save()


def by_publishing(page: StandardPage) -> None:
    page.save_revision().publish()


def by_schedule(page: StandardPage) -> None:
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    assert revision.approved_go_live_at
    call_command("publish_scheduled", verbosity=0)


def by_alias(page: StandardPage) -> None:
    page.live = True
    Page.objects.filter(pk=page.pk).update(live=True)
    page.create_alias(update_slug="alias")


@pytest.mark.parametrize("go_live", [by_code, by_publishing, by_schedule, by_alias])
def test_extracts_are_stored_by_whatever_path_a_page_goes_live(
    go_live: Callable[[StandardPage], None], stored: list[tuple[str, list[str]]], home: Page
) -> None:
    page = home.add_child(instance=StandardPage(title="Nowa", body=body("Raz", "Dwa"), live=False))
    assert stored == []
    go_live(page)
    assert stored == [("Nowa", ["Raz", "Dwa"])]


def test_what_a_page_no_longer_has_is_told_too(stored: list[tuple[str, list[str]]], home: Page) -> None:
    page = home.add_child(instance=StandardPage(title="Nowa", body=body("Raz")))
    page.body = body()
    page.save()
    assert stored == [("Nowa", ["Raz"]), ("Nowa", [])]


def test_a_page_whose_extracts_cannot_be_stored_does_not_go_live(
    monkeypatch: pytest.MonkeyPatch, stored: list[tuple[str, list[str]]], home: Page
) -> None:
    page = home.add_child(instance=StandardPage(title="Nowa", body=body("Raz")))
    html = page.body_html

    def refuse(page: BasePage, words: Sequence[Word]) -> None:
        raise ValueError("full")

    monkeypatch.setitem(pipeline._stores, Word, [refuse])
    page.title, page.body = "Inna", body("Dwa")
    with pytest.raises(ValueError, match="full"):
        page.save()
    assert StandardPage.objects.filter(pk=page.pk).values_list("title", "body_html").get() == ("Nowa", html)
    assert not ReferenceIndex.get_references_for_object(page).exists()


def test_blocks_inside_blocks_give_extracts_with_the_nearest_id() -> None:
    class Box(blocks.StructBlock):
        first = WordBlock()
        more = blocks.ListBlock(WordBlock())
        stream = blocks.StreamBlock([("word", WordBlock())])

    stream = blocks.StreamBlock([("box", Box()), ("word", WordBlock())])
    value = stream.to_python(
        [
            {
                "type": "box",
                "id": "a",
                "value": {
                    "first": "raz",
                    "more": [{"type": "item", "id": "b", "value": "dwa"}],
                    "stream": [{"type": "word", "id": "c", "value": "trzy"}],
                },
            },
            {"type": "word", "id": "d", "value": "cztery"},
        ]
    )
    found = [(word, block_id) for block, word, block_id in pipeline._walk(value) if isinstance(block, Extracting)]
    assert found == [("raz", "a"), ("dwa", "b"), ("trzy", "c"), ("cztery", "d")]


def test_an_app_registers_once() -> None:
    def store(page: BasePage, words: Sequence[Word]) -> None:
        raise NotImplementedError

    pipeline.register(Word, store)
    pipeline.register(Word, store)
    assert pipeline._stores.pop(Word) == [store]


def test_a_lesson_and_a_chapter_override_nothing_of_the_pipeline() -> None:
    pipeline_methods = {"save", "render_body", "update_rendered_body"}
    assert [pipeline_methods & set(vars(model)) for model in (Lesson, Chapter)] == [set(), set()]


def test_the_exercises_of_a_lesson_are_stored_in_the_transaction_of_its_save() -> None:
    topic = Topic.objects.earliest("path")
    exercise = {
        "type": "choice",
        "id": str(uuid4()),
        "value": {
            "kind": "single",
            "question": "Kto?",
            "hint": "",
            "options": [
                {"type": "item", "id": str(uuid4()), "value": {"text": text, "correct": right, "feedback": "Tak."}}
                for text, right in (("A", True), ("B", False))
            ],
        },
    }
    lesson = topic.add_child(instance=Lesson(title="Próba", body=[exercise]))
    activity = Activity.objects.get(container=lesson.key)
    assert lesson.exercises == Lesson.objects.get(pk=lesson.pk).exercises == [str(activity.pk)]
    assert f"<!--exercise:{activity.pk}-->" in lesson.body_html
    lesson.title = "Próba druga"
    lesson.save()
    assert activity.versions.count() == 1


def test_saving_a_draft_renders_and_extracts_nothing(stored: list[tuple[str, list[str]]], home: Page) -> None:
    page = home.add_child(instance=StandardPage(title="Nowa", body=body("Raz")))
    page.body = body("Raz", "Dwa")
    with CaptureQueriesContext(connection) as captured:
        page.save_revision()
    assert stored == [("Nowa", ["Raz"])]
    assert not [query for query in captured if "referenceindex" in query["sql"]]


def test_extracts_of_one_kind_are_read_from_the_page_in_memory(stored: list[tuple[str, list[str]]]) -> None:
    page = StandardPage(title="Nowa", body=body("Raz", "Dwa"))
    assert [word.text for word in extracts_of(page, Word)] == ["Raz", "Dwa"]
    assert extracts_of(page, int) == []
