"""Background work of publishing: each task is a thin call of a service."""

from django_tasks import task

from publishing import services


@task()
def extract_text(document_id: int) -> str:
    return services.extract_document_text(document_id=document_id).value


@task()
def render_stale_pages() -> int:
    """Returns the number of pages that could not be rendered."""
    return services.render_stale_pages().failed


@task()
def run_schedule() -> int:
    """Returns the number of pages that could not be published or unpublished."""
    return services.run_schedule()
