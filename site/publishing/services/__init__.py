"""Services of publishing."""

from publishing.services.documents import extract_document_text, take_up_waiting_documents
from publishing.services.pages import (
    enqueue_stale_pages,
    mark_all_stale,
    mark_dependents_stale,
    mark_stale,
    render_stale_pages,
)
from publishing.services.schedule import enqueue_schedule, run_schedule

__all__ = [
    "enqueue_schedule",
    "enqueue_stale_pages",
    "extract_document_text",
    "mark_all_stale",
    "mark_dependents_stale",
    "mark_stale",
    "render_stale_pages",
    "run_schedule",
    "take_up_waiting_documents",
]
