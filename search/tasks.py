"""Background work of search: each task is a thin call of a service."""

from django_tasks import task

from search import updates


@task()
def send_updates(tries: int = 0) -> int:
    """Returns the number of objects that the search engine was told of."""
    return updates.send_in_background(tries=tries)
