"""Services of the statistics of searches: adding counts and deleting what is kept no longer."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import F

from search.counting import Counts
from search.models import OpenedPlace, SearchedQuery

BATCH = 500


@transaction.atomic
def add_counts(*, counts: Counts) -> None:
    """Adds what one process counted to the rows of the queries and their days.

    Rows are locked in one order, so that processes that write at the same time do not wait for each other in a circle.
    """
    opened: Counter[tuple[str, date]] = Counter()
    sums: Counter[tuple[str, date]] = Counter()
    places: Counter[tuple[date, int]] = Counter()
    for (query, day, place), times in counts.places.items():
        opened[query, day] += times
        sums[query, day] += times * place
        places[day, place] += times
    keys = sorted({*counts.searches, *opened})
    SearchedQuery.objects.bulk_create(
        (SearchedQuery(query=query, day=day) for query, day in keys), batch_size=BATCH, ignore_conflicts=True
    )
    for key in keys:
        SearchedQuery.objects.filter(query=key[0], day=key[1]).update(
            searches=F("searches") + counts.searches[key],
            without_results=F("without_results") + counts.without_results[key],
            with_some_words=F("with_some_words") + counts.with_some_words[key],
            opened=F("opened") + opened[key],
            opened_places=F("opened_places") + sums[key],
        )
    OpenedPlace.objects.bulk_create(
        (OpenedPlace(day=day, place=place) for day, place in sorted(places)), ignore_conflicts=True
    )
    for (day, place), times in sorted(places.items()):
        OpenedPlace.objects.filter(day=day, place=place).update(times=F("times") + times)


@transaction.atomic
def delete_expired() -> None:
    """Deletes the counts that are kept no longer, and those of queries that were made too seldom."""
    SearchedQuery.objects.expired().delete()
    OpenedPlace.objects.expired().delete()
