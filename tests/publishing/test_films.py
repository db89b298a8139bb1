"""Films of our own: what an editor may choose, what the page has, and parts of the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from people import roles
from publishing.file_kinds import fault_of
from publishing.models import PomostDocument
from publishing.publications.document_tree import document_tree
from publishing.video_block import MOST_MEGABYTES, VideoBlock
from tests.builders import signed_in

pytestmark = pytest.mark.django_db

WEBM = b"\x1aE\xdf\xa3" + bytes(range(256)) * 4
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nUstalcie, kto za co odpowiada.\n"
URL = "https://example.org/film"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    with translation.override("pl"):
        yield


def stored(name: str, content: bytes) -> PomostDocument:
    document: PomostDocument = PomostDocument.objects.create(title=name, file=ContentFile(content, name=name))
    return document


def faults(**given: Any) -> set[str]:
    """The fields of a film that are refused."""
    block = VideoBlock()
    value = block.to_python({"title": "Film", "url": "", "transcript": ""})
    value["transcript"] = RichText("<p>Wszystko.</p>")
    value.update(given)
    try:
        block.clean(value)
    except StructBlockValidationError as error:
        return set(error.block_errors)
    return set()


def test_a_film_is_either_a_file_or_an_address() -> None:
    film, captions = stored("film.webm", WEBM), stored("napisy.vtt", CAPTIONS)
    assert faults(url=URL) == set()
    assert faults(file=film, captions=captions) == set()
    assert faults() == {"url"}
    assert faults(url=URL, file=film) == {"url"}
    assert faults(url=URL, captions=captions) == {"captions"}


def test_what_browsers_do_not_play_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    paper, film = stored("wzor.txt", b"Tekst"), stored("film.webm", WEBM)
    assert faults(file=paper) == {"file"}
    assert faults(file=film, captions=paper) == {"captions"}
    monkeypatch.setattr(PomostDocument, "get_file_size", lambda _document: MOST_MEGABYTES * 1024 * 1024 + 1)
    assert faults(file=film) == {"file"}


@pytest.mark.parametrize(
    ("name", "content", "right"),
    [
        ("film.webm", WEBM, True),
        ("film.webm", b"MZ\x90", False),
        ("film.mp4", b"\0\0\0\x18ftypisom", True),
        ("film.mp4", WEBM, False),
        ("napisy.vtt", CAPTIONS, True),
        ("napisy.vtt", b"1\n00:00:00,000 --> 00:00:02,000\nSubRip", False),
    ],
)
def test_a_file_is_what_its_name_says(name: str, content: bytes, right: bool) -> None:
    assert (fault_of(SimpleUploadedFile(name, content), name) == "") is right


def drawn() -> tuple[str, PomostDocument, PomostDocument]:
    """The HTML of a film, its file and its captions."""
    film, captions = stored("film.webm", WEBM), stored("napisy.vtt", CAPTIONS)
    block = VideoBlock()
    value = block.to_python(
        {"title": "Spotkanie", "file": film.pk, "captions": captions.pk, "transcript": "<p>Słowa.</p>"}
    )
    return str(block.render(value)), film, captions


def test_the_page_plays_the_film_with_its_captions_and_has_its_transcript() -> None:
    html, film, captions = drawn()
    assert f'id="film-{film.pk}"' in html
    assert f'<source src="{film.url}" type="video/webm">' in html
    assert f'<track kind="captions" src="{captions.url}" srclang="pl"' in html
    assert "Słowa." in html


def test_paper_has_the_title_the_address_and_the_transcript() -> None:
    def texts(node: Any) -> str:
        if isinstance(node, dict):
            return " ".join(texts(value) for value in node.values())
        return " ".join(map(texts, node)) if isinstance(node, list) else str(node)

    html, film, _captions = drawn()
    tree = texts(document_tree(html, base="https://example.org"))
    assert tree.count("Spotkanie") == 1
    assert f"https://example.org{film.url}" in tree
    assert "Słowa." in tree


@given(first=st.integers(0, 1200), length=st.integers(1, 1200))
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_part_of_a_film_is_what_was_asked_for(first: int, length: int, film: PomostDocument, editor: Client) -> None:
    response = editor.get(film.url, headers={"range": f"bytes={first}-{first + length - 1}"})
    if first >= len(WEBM):
        assert response.getvalue() == b""
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(WEBM)}")
        return
    part = WEBM[first : first + length]
    assert response.status_code == 206
    assert response.getvalue() == part
    assert response["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(WEBM)}"
    assert (response["Content-Length"], response["Content-Type"]) == (str(len(part)), "video/webm")


@pytest.fixture
def film() -> PomostDocument:
    return stored("film.webm", WEBM)


@pytest.fixture
def editor() -> Client:
    return signed_in(roles.EDITOR)


def test_the_end_and_the_whole_of_a_film(film: PomostDocument, editor: Client) -> None:
    end = editor.get(film.url, headers={"range": "bytes=-10"})
    assert (end.status_code, end.getvalue()) == (206, WEBM[-10:])
    rest = editor.get(film.url, headers={"range": "bytes=1000-"})
    assert (rest.status_code, rest.getvalue()) == (206, WEBM[1000:])
    for odd in ("bytes=-", "bytes=5-2,7-9", "seconds=1-2", ""):
        whole = editor.get(film.url, headers={"range": odd})
        assert (whole.status_code, whole.getvalue()) == (200, WEBM)
        assert whole["Accept-Ranges"] == "bytes"


def test_a_part_is_nobodys_who_may_not_read_the_film(film: PomostDocument) -> None:
    assert Client().get(film.url, headers={"range": "bytes=0-3"}).status_code in (302, 403, 404)
