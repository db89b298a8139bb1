"""The text of documents."""

from typing import Literal

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from publishing import extraction_process
from publishing.extraction import Reason, UnreadableError, UnsupportedError
from publishing.models import PomostDocument


def extract_document_text(*, document_id: int) -> PomostDocument.Extraction:
    """Extracts and stores the text of a document, or the reason why there is none. The file is not changed.

    The file is read in a separate process; every way in which that can end is recorded.
    """
    document = PomostDocument.objects.get(pk=document_id)
    text: str = ""
    reason: Reason | Literal[""] = ""
    try:
        with document.file.open("rb") as file:
            text = extraction_process.text_of(file, document.file_extension)
    except UnsupportedError:
        state = PomostDocument.Extraction.UNSUPPORTED
    except UnreadableError as error:
        state, reason = PomostDocument.Extraction.FAILED, error.reason
    except (OSError, ValueError):  # the file is missing or the storage cannot read it
        state, reason = PomostDocument.Extraction.FAILED, Reason.MISSING
    else:
        state = PomostDocument.Extraction.DONE if text else PomostDocument.Extraction.EMPTY
    _note_extraction(document_id, state, text=text, reason=reason)
    return state


@transaction.atomic
def _note_extraction(
    document_id: int, state: PomostDocument.Extraction, *, text: str = "", reason: Reason | Literal[""] = ""
) -> None:
    document = PomostDocument.objects.select_for_update().get(pk=document_id)
    document.extracted_text, document.extraction, document.extraction_note = text, state, reason
    document.save(update_fields=["extracted_text", "extraction", "extraction_note"])


def take_up_waiting_documents() -> int:
    """Enqueues lost extractions again, or records them as failed if the task has failed before. Returns their number.

    Does nothing while extractions are queued or running, because they may be those of the waiting documents.
    """
    from publishing import tasks  # its tasks call this module

    of_extraction = DBTaskResult.objects.filter(task_path=tasks.extract_text.module_path)
    if of_extraction.exclude(status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]).exists():
        return 0
    waiting = PomostDocument.objects.filter(extraction=PomostDocument.Extraction.PENDING).exclude(file="")
    taken_up = 0
    for pk in waiting.values_list("pk", flat=True):
        taken_up += 1
        if of_extraction.failed().filter(args_kwargs={"args": [pk], "kwargs": {}}).exists():
            _note_extraction(pk, PomostDocument.Extraction.FAILED, reason=Reason.NOT_READ)
        else:
            tasks.extract_text.enqueue(pk)
    return taken_up
