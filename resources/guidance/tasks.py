"""Background work of guidance: each task is a thin call of a service."""

from django_tasks import task

from resources.guidance import services


@task()
def announce(version_id: int) -> int:
    """Returns the number of e-mails queued."""
    return services.announce(version_id=version_id)
