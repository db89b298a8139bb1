"""Background work of guidance: each task is a thin call of a service."""

from django_tasks import task

from resources.guidance import services
from resources.guidance.publications import services as publications


@task()
def announce(version_id: int) -> int:
    """Returns the number of e-mails queued."""
    return services.announce(version_id=version_id)


@task()
def make_publication(file_id: int) -> None:
    publications.make_file(file_id=file_id)
