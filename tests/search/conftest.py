"""A small site for tests of search."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from courses.catalogue.models import Catalogue, Course, Lesson, Topic
from pomost.models import HomePage
from publishing.models import PomostDocument, StandardPage
from resources.guidance.models import Chapter, Guide, GuideIndex
from search.analysis import analyser
from search.models import Section, Word
from tests.builders import downloads, prose
from tests.databases import shared_folder
from tests.prepared import prepared
from tests.search.engines import ELASTICSEARCH, OPENSEARCH, EngineUnavailableError, Kind, share


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the Elasticsearch of the test run: tests give their indices names of their own."""
    yield from _shared(ELASTICSEARCH, tmp_path_factory)


@pytest.fixture(scope="session")
def opensearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the OpenSearch of the test run: tests give their indices names of their own."""
    yield from _shared(OPENSEARCH, tmp_path_factory)


def _shared(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One engine for all processes of the run. Without it the tests are skipped, and fail where CI promised it."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(share(kind, shared_folder(tmp_path_factory)))
        except EngineUnavailableError as error:
            if os.environ.get("CI") == "true":
                pytest.fail(str(error))
            pytest.skip(str(error))
        yield url


@pytest.fixture(autouse=True)
def _no_counts_kept() -> Iterator[None]:
    """Each test chooses lemmas by the words of its own database."""
    analyser.cache_clear()
    yield
    analyser.cache_clear()


@pytest.fixture
@prepared
def home(home: HomePage) -> HomePage:
    """The home page of the test's own, without the demo's documents and words."""
    Section.objects.filter(page=None).delete()
    Word.objects.all().delete()
    return home


@pytest.fixture
@prepared
def chapter(home: HomePage) -> Chapter:
    """Home, the guides, one guide and one chapter of it."""
    index = home.add_child(instance=GuideIndex(title="Poradniki", slug="poradniki"))
    guide = index.add_child(instance=Guide(title="Praca a trzeci sektor", slug="praca"))
    page: Chapter = guide.add_child(
        instance=Chapter(
            title="Czas pracy",
            slug="czas-pracy",
            summary="Jak planować i zapisywać godziny.",
            body=prose("Pracodawca prowadzi ewidencję czasu pracy.", "Łódzka współpraca & „kłopoty”."),
        )
    )
    return page


@pytest.fixture
@prepared
def lesson(home: HomePage) -> Lesson:
    catalogue = home.add_child(instance=Catalogue(title="Szkolenia", slug="szkolenia"))
    course = catalogue.add_child(instance=Course(title="Realizacja zadań", slug="realizacja"))
    topic = course.add_child(instance=Topic(title="Konkurs", slug="konkurs"))
    page = Lesson(title="Otwarty konkurs ofert", slug="otwarty-konkurs")
    page.body = page.body.stream_block.to_python(
        [
            {
                "type": "choice",
                "id": "11111111-1111-4111-8111-111111111111",
                "value": {
                    "kind": "single",
                    "question": "Kto opiniuje oferty?",
                    "hint": "Podpowiedźjedna",
                    "options": [
                        {
                            "type": "item",
                            "id": "22222222-2222-4222-8222-222222222222",
                            "value": {"text": "Odpowiedźdobra", "correct": True, "feedback": "Uzasadnieniejedno"},
                        },
                        {
                            "type": "item",
                            "id": "33333333-3333-4333-8333-333333333333",
                            "value": {"text": "Odpowiedźzła", "correct": False, "feedback": "Uzasadnieniedrugie"},
                        },
                    ],
                },
            }
        ]
    )
    topic.add_child(instance=page)
    return page


@pytest.fixture
def make_pages(home: HomePage) -> Callable[..., list[StandardPage]]:
    def make(count: int, *, word: str = "regulamin", start: int = 0) -> list[StandardPage]:
        return [
            home.add_child(
                instance=StandardPage(
                    title=f"Strona {number}", slug=f"strona-{word}-{number}", body=prose(f"Tu jest {word}.")
                )
            )
            for number in range(start, start + count)
        ]

    return make


@pytest.fixture
def make_document(home: HomePage) -> Callable[..., PomostDocument]:
    """A document that a live page offers for download."""

    def make(title: str, text: str, *, collection: Collection | None = None) -> PomostDocument:
        document: PomostDocument = PomostDocument.objects.create(
            title=title,
            file=ContentFile(text.encode(), name="plik.txt"),
            collection=collection or Collection.objects.get(depth=1),
            extracted_text=text,
        )
        home.add_child(
            instance=StandardPage(title="Do pobrania", slug=f"pobierz-{document.pk}", body=downloads(document))
        )
        return document

    return make
