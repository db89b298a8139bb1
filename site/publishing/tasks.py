"""Background work of publishing: each task is a thin call of a service."""

from django_tasks import task

from publishing import services


@task()
def extract_text(document_id: int) -> str:
    return services.extract_document_text(document_id=document_id).value


@task()
def renew_links(page_ids: list[int]) -> int:
    return services.renew_pages_that_link_to(page_ids=page_ids)
