"""Background work of the whole site: each task is a thin call of a service."""

from django_tasks import task

from pomost import services


@task()
def keep_house() -> int:
    return services.keep_house()
