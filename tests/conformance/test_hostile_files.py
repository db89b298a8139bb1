"""Three thousand damaged and hostile files: accepted or refused with a reason, within bounds of time and memory."""

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.coursework import files, services
from courses.coursework.errors import CourseworkError, FileRefusedError
from courses.coursework.models import Assignment, Submission, private_storage
from people.models import User
from publishing import extraction_process
from publishing.models import PomostDocument
from publishing.services import extract_document_text
from tests.conformance import hostile_files
from tests.conformance.hostile_files import HostileFile
from tests.coursework import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.timeout(600)]

HOW_MANY = {"docx": 450, "odt": 450, "pdf": 200, "zip": 1_900}
PIECE = 150
ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20.0
"""The most seconds of processor time for one file, in this process and in those that it starts."""
LONGEST_CHECK = 1.0
"""The most seconds of processor time for the check of an upload."""
MOST_MEMORY = 500 * 1024
"""Kilobytes of this process and of its children."""
GROWTH = 250 * 1024
"""The most kilobytes by which these files may raise the peak of a process that is above the bound after other tests.

A test process without other tests takes the other half of the bound."""

Extraction = PomostDocument.Extraction
PIECES = [
    (kind, range(start, min(start + PIECE, count)))
    for kind, count in HOW_MANY.items()
    for start in range(0, count, PIECE)
]


def processor_time() -> float:
    """Seconds that this process, its finished children, the server of extraction and its children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system + _server_time()


def _server_time() -> float:
    server = extraction_process._server
    if server is None:
        return 0.0
    # proc(5): the fields 14 to 17 are utime, stime, cutime and cstime; the second one is the name in brackets.
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss


def test_there_are_three_thousand_and_each_is_another_one() -> None:
    assert sum(HOW_MANY.values()) == 3_000
    first = {file.content for file in hostile_files.files("odt", range(120))}
    assert len(first) > 100
    assert first == {file.content for file in hostile_files.files("odt", range(120))}


@pytest.mark.parametrize(("kind", "numbers"), PIECES, ids=[f"{kind}-{numbers.start}" for kind, numbers in PIECES])
def test_every_file_gets_an_answer(kind: str, numbers: range) -> None:
    before = peak(resource.RUSAGE_SELF)
    assignment = factories.WrittenAssignmentFactory.create()
    learner = factories.member(assignment.cohort)
    document = PomostDocument.objects.create(title="Wrogi", file=ContentFile(b"x", name=f"wrogi.{kind}"))
    answers: Counter[str] = Counter()
    for number, file in zip(numbers, hostile_files.files(kind, numbers), strict=True):
        start = processor_time()
        answers[checked(file)] += 1
        if number % 10 < 2:
            handed_in(file, assignment, learner)
        answers[extracted(file, document)] += 1
        assert processor_time() - start < LONGEST, file.name
    # The peak never falls.
    assert peak(resource.RUSAGE_SELF) <= max(before + GROWTH, MOST_MEMORY)
    # Some files are accepted and some refused.
    assert min(answers["taken"], answers["refused"]) >= 5, answers
    assert answers["pending"] == 0


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
def test_reading_takes_little_memory(kind: str) -> None:
    # In a new process: the children of a test process include those started for other tests (a browser, a web server),
    # and a child counts the memory of its parent until it runs its own program.
    program = "import sys; sys.path[:0] = sys.argv[2:]; from tests.conformance.hostile_memory import main; main()"
    folders = [str(ROOT), str(ROOT / "site")]
    done = subprocess.run(
        [sys.executable, "-c", program, kind, *folders], capture_output=True, check=True, text=True, timeout=500
    )
    own, children = (int(figure) for figure in done.stdout.split())
    assert own < MOST_MEMORY
    assert 0 < children < MOST_MEMORY


def upload(file: HostileFile) -> SimpleUploadedFile:
    """The file as uploaded; a ZIP file is named xlsx, which is an accepted type."""
    return SimpleUploadedFile(file.name.replace(".zip", ".xlsx"), file.content)


def checked(file: HostileFile) -> str:
    start = time.process_time()
    said = ""
    try:
        files.check(upload(file))
    except FileRefusedError as error:
        said = str(error)
    assert time.process_time() - start < LONGEST_CHECK, file.name
    assert not said or (len(said) > 20 and not file.good), file.name
    return "refused" if said else "taken"


def handed_in(file: HostileFile, assignment: Assignment, learner: User) -> None:
    """End to end: a round is stored with its file, or nothing is."""
    storage = private_storage()
    known = kept_files()
    said = ""
    try:
        made = services.hand_in(by=learner, assignment=assignment, key=uuid4(), text="Praca", file=upload(file))
    except CourseworkError as error:
        said = str(error)
    if said:
        assert len(said) > 20
        assert not file.good, file.name
        assert kept_files() == known
        assert not Submission.objects.filter(user=learner).exists()
        return
    with made.file.open("rb") as kept:
        assert kept.read() == file.content
    storage.delete(made.file.name or "")
    Submission.objects.filter(user=learner).delete()


def kept_files() -> set[Path]:
    return {path for path in Path(private_storage().path("coursework")).rglob("*") if path.is_file()}


def extracted(file: HostileFile, document: PomostDocument) -> str:
    name = document.file.storage.save(f"documents/{file.name}", ContentFile(file.content))
    waiting = {"file": name, "extraction": Extraction.PENDING, "extraction_note": "", "extracted_text": ""}
    PomostDocument.objects.filter(pk=document.pk).update(**waiting)
    state = extract_document_text(document_id=document.pk)
    document.refresh_from_db()
    document.file.storage.delete(name)
    assert document.extraction == state != Extraction.PENDING
    assert bool(document.extraction_reason) == (state == Extraction.FAILED), file.name
    assert bool(document.extracted_text) == (state == Extraction.DONE), file.name
    if file.good:
        assert state == (Extraction.UNSUPPORTED if file.name.endswith(".zip") else Extraction.DONE), file.name
    return str(state)
