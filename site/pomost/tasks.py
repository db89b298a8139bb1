"""Background work of the whole site: each task is a thin call of a service."""

from django_tasks import task

from pomost import services


@task()
def run_housekeeping() -> int:
    return services.run_housekeeping()
