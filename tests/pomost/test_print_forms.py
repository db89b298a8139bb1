"""Whatever the body of a page can hold has its form in print: a new block needs a row here, and a form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.test import RequestFactory
from lxml.html import fromstring
from wagtail.blocks import Block, StreamBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.catalogue.blocks import LessonBodyBlock
from courses.catalogue.documents.reading import reading_of
from courses.catalogue.models import Course
from pomost.models import HomePage
from publishing.models import BasePage, PomostDocument
from publishing.publications.notes import words_of
from publishing.publications.paper import pdf_of
from resources.guidance.blocks import ChapterBodyBlock
from resources.guidance.models import Chapter, DocumentTemplate, Guide
from resources.guidance.publications.content import chapter_publication
from tests.activities.bank.builders import make_question
from tests.activities.xblocks.framed import library
from tests.builders import make_chapters
from tests.courses_tree import lessons_of, make_course, make_lesson
from tests.publishing.test_publications import text_of

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Form:
    """The words of a block's example that are in print, and those that are not."""

    words: tuple[str, ...]
    without: tuple[str, ...] = field(default=())


FORMS: dict[str, Form] = {
    "heading": Form(("Porozumienie na piśmie",)),
    "prose": Form(("Wolontariusz pracuje z własnej woli",)),
    "quote": Form(("Najpierw zapytaj, potem planuj.", "Przysłowie pracy społecznej")),
    "callout": Form(("Przykład: Przykład", "Fundacja zapisuje zasady.")),
    "figure": Form(("Kładka w Nowej Wsi po remoncie",)),
    "table": Form(("Formy współpracy", "Forma", "Wolontariat", "Porozumienie")),
    "download": Form(("Wzór do pobrania", "DOCX", "/dokumenty/")),
    "video": Form(("Pierwsze spotkanie z wolontariuszem", "https://example.org/film", "Na początku ustalcie")),
    "requirement": Form(("Wymóg prawny", "Dotyczy")),
    "decision": Form(("Wolontariat czy umowa?", "Jedno pytanie i wynik", "/decyzja/"), ("Czy za tę pracę", "Dalej")),
    "employment_cost": Form(("Ile kosztuje etat?", "Podaj kwotę brutto", "/kalkulator/"), ("Oblicz",)),
    "document_template": Form(("Wzór z polami", "DOCX")),
    "choice": Form(("Kto opiniuje oferty", "Komisja konkursowa", "Rada gminy"), ("Tak, powołuje ją organ", "Sprawdź")),
    "true_false": Form(("Umowa zawarta ustnie jest nieważna.", "prawda", "fałsz"), ("Jest ważna",)),
    "short_text": Form(("Jak nazywa się rejestr", "Twoja odpowiedź"), ("CEIDG",)),
    "number": Form(("Ile dni co najmniej", "Twoja odpowiedź")),
    "matching": Form(("Organ jednostki samorządu", "ogłasza konkurs", "opiniuje oferty")),
    "ordering": Form(("Ułóż kroki", "Ogłoszenie konkursu", "Podpisanie umowy")),
    "gaps": Form(("Umowa zawarta w dniu 4 stycznia 2027 r. na …… (", "czas dowolny", "płatne do …….")),
    "sorting": Form(("konsultacje programu współpracy", "współtworzenie polityk", "realizacja zadań")),
    "hotspot": Form(("drzwi od ulicy", "drzwi od podwórza"), ("Tu jest podjazd", "Naciśnij")),
    "branching": Form(("Gmina nie odpowiada na ofertę", "Minął miesiąc", "Czekasz dalej"), ("Mijają kolejne",)),
    "model_answer": Form(("Napisz jednym zdaniem", "Twoja odpowiedź"), ("Do końca 2027 roku",)),
    "reflection": Form(("Co z tej lekcji zmienisz", "Twoje notatki")),
    "checklist": Form(("Zanim złożysz ofertę", "Ofertę podpisały osoby z KRS")),
    "flash_cards": Form(("Czy znasz te skróty?", "JST", "Organizacja pożytku publicznego.")),
    "poll": Form(("Jak często wasza organizacja", "kilka razy w roku")),
    "bank_question": Form(("Pytanie banku?", "Odpowiedź 1")),
    "library": Form(("Zadanie z biblioteki",)),
    "quiz": Form(("Test końcowy", "Sprawdź, czy umiesz przygotować umowę.")),
}


RUNS = {"text", "link", "break"}


def streams() -> Iterator[StreamBlock]:
    """The bodies of all types of pages."""
    kinds: list[type[BasePage]] = [BasePage]
    for kind in kinds:
        kinds += kind.__subclasses__()
        if not kind._meta.abstract:
            yield from (one.stream_block for one in kind._meta.get_fields() if isinstance(one, StreamField))


def test_every_block_of_a_body_has_a_form() -> None:
    assert {name for stream in streams() for name in stream.child_blocks} == set(FORMS)


class Examples:
    """An example of each block: the value of its preview, with what only the database can hold."""

    STORED: ClassVar[frozenset[str]] = frozenset(
        {"figure", "download", "document_template", "bank_question", "library"}
    )

    def raw(self, name: str, block: Block) -> dict[str, Any]:
        return {"type": name, "id": str(uuid4()), "value": self.value(name, block)}

    def value(self, name: str, block: Block) -> Any:
        if name in self.STORED:
            return getattr(self, name)()
        value = block.get_prep_value(block.normalize(block.meta.preview_value))
        return {**value, "picture": self.picture()} if name == "hotspot" else value

    def picture(self) -> int:
        file = get_test_image_file(size=(400, 200))
        made: int = get_image_model().objects.create(title="Plan", description="Plan", file=file).pk
        return made

    def figure(self) -> dict[str, Any]:
        return {"image": self.picture(), "alt": "Kładka", "caption": "Kładka w Nowej Wsi po remoncie"}

    def download(self) -> dict[str, Any]:
        return {"document": PomostDocument.objects.filter(file__endswith="docx")[0].pk, "title": "Wzór do pobrania"}

    def document_template(self) -> dict[str, Any]:
        return {"page": DocumentTemplate.objects.live()[0].pk, "title": "Wzór z polami"}

    def bank_question(self) -> dict[str, Any]:
        return {"question": make_question().pk}

    def library(self) -> dict[str, Any]:
        return {"activity": library("done", title="Zadanie z biblioteki").pk}


def missing(text: str, blocks: Any) -> dict[str, list[str]]:
    """What a text lacks of the forms of some blocks, and what it has of what they leave out."""
    plain = " ".join(text.replace("\u200b", "").split())
    wrong = {
        name: [
            *(words for words in FORMS[name].words if words not in plain),
            *(words for words in FORMS[name].without if words in plain),
        ]
        for name in blocks
    }
    return {name: words for name, words in wrong.items() if words}


def text_in(nodes: Any) -> str:
    """The text of blocks of a document, in order."""
    if isinstance(nodes, list):
        runs = bool(nodes) and all(isinstance(node, dict) and node.get("kind") in RUNS for node in nodes)
        return words_of(nodes) if runs else " ".join(text_in(node) for node in nodes)
    if isinstance(nodes, dict):
        return " ".join(text_in(part) for part in nodes.values())
    return nodes if isinstance(nodes, str) else ""


def addresses_in(nodes: Any) -> str:
    """The addresses of the footnotes, in order."""
    if isinstance(nodes, list):
        return " ".join(addresses_in(node) for node in nodes)
    if isinstance(nodes, dict):
        return " ".join([nodes.get("note", ""), *(addresses_in(part) for part in nodes.values())])
    return ""


def test_every_block_of_a_chapter_is_in_print(home: HomePage) -> None:
    make_chapters(home, "Pierwszy")
    examples, blocks = Examples(), ChapterBodyBlock().child_blocks
    chapter = Chapter(title="Wszystko", body=[examples.raw(name, block) for name, block in blocks.items()])
    Guide.objects.child_of(home.get_children().get()).get().add_child(instance=chapter)
    publication = chapter_publication(chapter)
    assert missing(text_of(pdf_of(publication)), blocks) == {}
    html = publication.introduction.html
    assert [tag for tag in ("<form", "<input", "<select", "<button", "<svg") if tag in html] == []
    assert missing(f"{fromstring(html).text_content()} {' '.join(fromstring(html).xpath('//a/@href'))}", blocks) == {}


def test_every_block_of_a_lesson_is_in_print(rf: RequestFactory) -> None:
    course = make_course(lessons=1)
    topic = lessons_of(course)[0].get_parent()
    examples = Examples()
    blocks = {name: block for name, block in LessonBodyBlock().child_blocks.items() if name != "heading"}
    for name, block in blocks.items():
        make_lesson(topic, name, examples.raw(name, block))
    data, _files = reading_of(Course.objects.get(pk=course.pk), rf.get("/"))
    lessons = [lesson for shown in data.topics for lesson in shown.lessons]
    shown = {lesson.title: f"{text_in(lesson.blocks)} {addresses_in(lesson.blocks)}" for lesson in lessons}
    lacking = {name: missing(shown[name], [name]) for name in blocks}
    assert {name: words for name, words in lacking.items() if words} == {}
