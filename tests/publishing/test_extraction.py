"""Text out of documents, hostile ones included."""

import io
import lzma
import os
import signal
import sys
import time
import zlib
from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from pypdf.errors import DependencyError

from publishing import extraction, extraction_process, services
from publishing.extraction import Reason, UnreadableError
from publishing.models import PomostDocument
from tests.builders import zipped

ODT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:h>Żółty nagłówek</text:h><text:p>Treść <text:span>akapitu</text:span></text:p>"
    "</office:text></office:body></office:document-content>"
)

DOCX = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Wzór</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>Porozumienie </w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>z wolontariuszem</w:t></w:r></w:sdtContent>"
    "</w:sdt></w:p></w:body></w:document>"
)

ODT_FILE = io.BytesIO(zipped({"content.xml": ODT}))


def pdf(text: str) -> bytes:
    """A PDF of one page with ``text``."""
    stream = f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    start = len(out)
    out += (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    )
    return out.encode()


def test_text_is_read_from_docx_odt_pdf_and_txt() -> None:
    docx, odt = (zipped({name: text}) for name, text in (("word/document.xml", DOCX), ("content.xml", ODT)))
    assert extraction.text_of(io.BytesIO(docx), "docx") == "Wzór\nPorozumienie z wolontariuszem"
    assert extraction.text_of(io.BytesIO(odt), "odt") == "Żółty nagłówek\nTreść akapitu"
    assert "Umowa zlecenia" in extraction.text_of(io.BytesIO(pdf("Umowa zlecenia")), "pdf")
    assert extraction.text_of(io.BytesIO("Źródło".encode()), "txt") == "Źródło"


def test_length_is_capped() -> None:
    assert len(extraction.text_of(io.BytesIO(b"a " * 500_000), "txt")) == extraction.MAX_CHARACTERS
    paragraphs = "<text:p>słowo słowo słowo</text:p>" * 60_000
    odt = ODT.replace("<text:h>Żółty nagłówek</text:h>", paragraphs)
    assert len(extraction.text_of(io.BytesIO(zipped({"content.xml": odt})), "odt")) <= extraction.MAX_CHARACTERS


def test_a_bomb_and_an_entity_bomb_are_refused() -> None:
    bomb = io.BytesIO(zipped({"word/document.xml": "a" * (extraction.MAX_XML_BYTES + 1)}))
    with pytest.raises(extraction.UnreadableError):
        extraction.text_of(bomb, "docx")
    lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(extraction.UnreadableError):
        extraction.text_of(io.BytesIO(zipped({"content.xml": lol})), "odt")


@given(st.binary(max_size=400), st.sampled_from(["pdf", "docx", "odt"]))
def test_whatever_the_bytes_the_answer_is_text_or_unreadable(data: bytes, extension: str) -> None:
    try:
        text = extraction.text_of(io.BytesIO(data), extension)
    except extraction.UnreadableError:
        return
    assert isinstance(text, str)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (zlib.error("incorrect header check"), Reason.DAMAGED),
        (lzma.LZMAError("Corrupt input data"), Reason.DAMAGED),
        (NotImplementedError("compression type 97"), Reason.DAMAGED),
        (DependencyError("cryptography is required"), Reason.DAMAGED),
        (RecursionError(), Reason.DAMAGED),
        (MemoryError(), Reason.TOO_LARGE),
    ],
)
def test_whatever_a_library_raises_the_file_is_unreadable(
    error: Exception, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_file: object) -> str:
        raise error

    monkeypatch.setitem(extraction.READERS, "pdf", breaks)
    with pytest.raises(UnreadableError) as raised:
        extraction.text_of(io.BytesIO(b""), "pdf")
    assert raised.value.reason == reason


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Makes the next file start a server of this test's own, which runs the given Python lines first."""
    extraction_process.stop()
    program = extraction_process._PROGRAM

    def start(lines: str) -> None:
        first = f"import os, resource, signal, sys, time\nfrom publishing import extraction, extraction_server\n{lines}"
        start, _colon, end = program.rpartition("main()")
        monkeypatch.setattr(extraction_process, "_PROGRAM", f"{start}exec({first!r}); main(){end}")

    yield start
    extraction_process.stop()


def reader(expression: str) -> str:
    """Has ODT files read by an expression."""
    return f"extraction.READERS['odt'] = lambda file: {expression}"


def running() -> int:
    """The number of the server's process."""
    assert extraction_process._server is not None
    return int(extraction_process._server.process.pid)


def reason_of(file: io.BytesIO, extension: str) -> Reason:
    with pytest.raises(UnreadableError) as error:
        extraction_process.text_of(file, extension)
    return error.value.reason


def test_the_process_gives_the_same_text(tmp_path) -> None:
    assert extraction_process.text_of(ODT_FILE, "odt") == extraction.text_of(ODT_FILE, "odt")
    path = tmp_path / "umowa.pdf"
    path.write_bytes(pdf("Umowa zlecenia"))
    with path.open("rb") as file:
        file.read(5)
        assert "Umowa zlecenia" in extraction_process.text_of(file, "PDF")
    path.write_text("Źródło", encoding="utf-8")
    with path.open("rb") as file:
        file.read(5)
        assert extraction_process.text_of(file, "txt") == "Źródło"


def test_the_process_imports_no_django_and_pypdf_only_for_a_pdf(server: Callable[[str], None]) -> None:
    server(reader("str(sorted({'django', 'wagtail', 'pypdf'} & sys.modules.keys()))"))
    assert extraction_process.text_of(ODT_FILE, "odt") == "[]"
    assert "Umowa" in extraction_process.text_of(io.BytesIO(pdf("Umowa")), "pdf")
    assert extraction_process.text_of(ODT_FILE, "odt") == "['pypdf']"


def test_every_file_has_limits_of_its_own(server: Callable[[str], None]) -> None:
    limits = ("AS", "CPU", "FSIZE", "CORE")
    server(reader(f"str([resource.getrlimit(getattr(resource, 'RLIMIT_' + name)) for name in {limits}])"))
    size, seconds = extraction.MEMORY, extraction.CPU_SECONDS
    expected = str([(size, size), (seconds, seconds + 1), (0, 0), (0, 0)])
    assert [extraction_process.text_of(ODT_FILE, "odt") for _ in range(2)] == [expected, expected]


def test_a_file_that_takes_too_much_processor_time_is_told(server: Callable[[str], None]) -> None:
    server(f"extraction.CPU_SECONDS = 1\n{reader('[None for _ in iter(int, 1)]')}")
    start = time.monotonic()
    assert reason_of(ODT_FILE, "odt") == Reason.TOO_SLOW
    # Not by the time that any file may take, which is for those that wait.
    assert time.monotonic() - start < extraction_process.SECONDS / 2


def test_a_file_that_takes_too_much_memory_is_told() -> None:
    # Elements with attributes fill the memory in two seconds of processor time, a fraction of what may be taken.
    small_elements = '<a b=""/>' * (extraction.MAX_XML_BYTES // 9 - 200)
    odt = ODT.replace("<text:h>Żółty nagłówek</text:h>", small_elements)
    assert reason_of(io.BytesIO(zipped({"content.xml": odt})), "odt") == Reason.TOO_LARGE


def test_a_busy_machine_makes_no_file_too_slow() -> None:
    """A process that gets a quarter of a processor may still use all the processor time that a file may take."""
    assert extraction_process.SECONDS >= 4 * extraction.CPU_SECONDS


def test_a_file_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_process, "SECONDS", 0.001)
    assert reason_of(io.BytesIO(pdf("Umowa")), "pdf") == Reason.TOO_SLOW


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (reader("os.kill(os.getpid(), signal.SIGSEGV)"), Reason.DAMAGED),
        (reader("os.kill(os.getpid(), signal.SIGXCPU)"), Reason.TOO_SLOW),
        (reader("os.kill(os.getpid(), signal.SIGKILL)"), Reason.TOO_LARGE),
        (reader("os._exit(1)"), Reason.DAMAGED),
        (reader("os._exit(0)"), Reason.DAMAGED),
        ("extraction.answer = lambda file, extension: 'nonsense'", Reason.DAMAGED),
        ("extraction.answer = lambda file, extension: 1 / 0", Reason.DAMAGED),
        ("extraction.answer = lambda file, extension: ' ' * (extraction.OUTPUT + 1)", Reason.TOO_LARGE),
    ],
)
def test_a_process_that_ends_otherwise_is_told(lines: str, reason: Reason, server: Callable[[str], None]) -> None:
    server(lines)
    assert reason_of(ODT_FILE, "odt") == reason


@pytest.mark.parametrize("script", ["kill -KILL $$", "exit 1", "echo nonsense >&0"])
def test_a_server_that_ends_at_once_is_told(
    script: str, server: Callable[[str], None], tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    assert reason_of(ODT_FILE, "odt") == Reason.NOT_READ


def test_no_process_at_all_is_told(server: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert reason_of(ODT_FILE, "odt") == Reason.NOT_READ


def test_one_server_reads_all_files_and_another_one_what_it_did_not(server: Callable[[str], None]) -> None:
    server(reader("str(os.getppid())"))
    pid = extraction_process.text_of(ODT_FILE, "odt")
    assert (pid, extraction_process.text_of(ODT_FILE, "odt")) == (str(running()), str(running()))
    os.kill(running(), signal.SIGKILL)
    another = extraction_process.text_of(ODT_FILE, "odt")
    assert another == str(running()) != pid


def test_a_server_that_is_killed_at_work_is_started_again(server: Callable[[str], None], tmp_path) -> None:
    note = str(tmp_path / "first")
    read = reader("'read again' if os.path.exists(sys.note) else (os.mkdir(sys.note), os.kill(os.getppid(), 9))")
    server(f"sys.note = {note!r}\n{read}")
    # The first one had read a file before: one that cannot start is not tried again and again.
    assert "Umowa" in extraction_process.text_of(io.BytesIO(pdf("Umowa")), "pdf")
    assert extraction_process.text_of(ODT_FILE, "odt") == "read again"


def test_an_idle_server_ends_and_the_next_file_starts_another(server: Callable[[str], None]) -> None:
    server(f"extraction_server.IDLE = 0.01\n{reader('str(os.getppid())')}")
    first = extraction_process.text_of(ODT_FILE, "odt")
    assert extraction_process._server is not None
    extraction_process._server.process.wait(30)
    assert extraction_process.text_of(ODT_FILE, "odt") != first


def test_a_fork_starts_its_own_server_and_leaves_the_other_to_its_parent(server: Callable[[str], None]) -> None:
    server(reader("str(os.getppid())"))
    first = extraction_process.text_of(ODT_FILE, "odt")
    process = extraction_process._server.process if extraction_process._server else None
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:  # a worker of the web server
        try:
            os.write(theirs, extraction_process.text_of(ODT_FILE, "odt").encode())
            os.close(theirs)
            signal.pause()
        finally:
            os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as answer:  # noqa: PTH123 - a descriptor
        other = answer.read().decode()
    try:
        assert other.isdigit()
        assert (other != first, extraction_process.text_of(ODT_FILE, "odt")) == (True, first)
        # The fork still runs, and does not keep the server of its parent.
        extraction_process._forked()
        assert process is not None
        process.returncode = None
        assert process.wait(30) == 0
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("broken.pdf", b"%PDF-1.4 nothing more", PomostDocument.Extraction.FAILED),
        ("table.xlsx", b"PK", PomostDocument.Extraction.UNSUPPORTED),
        ("empty.txt", b"   ", PomostDocument.Extraction.EMPTY),
        ("note.txt", b"tekst", PomostDocument.Extraction.DONE),
    ],
)
def test_what_became_of_a_file_is_noted_and_the_file_kept(name: str, data: bytes, state: str) -> None:
    document = PomostDocument(title=name)
    document.file.save(name, ContentFile(data))
    assert services.extract_document_text(document_id=document.pk) == state
    document.refresh_from_db()
    with document.file.open() as kept:
        assert (document.extraction, kept.read()) == (state, data)


@pytest.mark.django_db
def test_why_a_document_has_no_text_is_told_in_words() -> None:
    document = PomostDocument(title="Bomba")
    bomb = io.BytesIO(zipped({"word/document.xml": "a" * (extraction.MAX_XML_BYTES + 1)}))
    document.file.save("bomba.docx", ContentFile(bomb.getvalue()))
    services.extract_document_text(document_id=document.pk)
    document.refresh_from_db()
    assert (document.extraction, document.extraction_note) == (PomostDocument.Extraction.FAILED, "too_large")
    assert (
        document.extraction_reason.replace("\xa0", " ")
        == "W pliku jest za dużo, żeby go odczytać. Podziel go na mniejsze."
    )
    document.file.storage.delete(document.file.name)
    assert services.extract_document_text(document_id=document.pk) == PomostDocument.Extraction.FAILED
    document.refresh_from_db()
    assert document.extraction_note == "missing"
    document.extraction = PomostDocument.Extraction.DONE
    assert document.extraction_reason == ""
