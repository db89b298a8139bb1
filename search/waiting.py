"""The queries that find nothing, for the home page of the admin."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from editing.home import Row, Waiting, WaitingList, register
from people.models import User
from search.models import SearchedQuery
from search.models.statistics import COMMON
from search.report_cards import try_url

PERIOD = timedelta(days=7)


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        WaitingList(
            key="searches",
            order=60,
            heading=gettext_lazy("Searches without results"),
            empty=gettext_lazy("In the last 7 days nobody searched in vain for the same thing three times."),
            waiting=in_vain,
            shown_to=may_see,
            limit=5,
        )
    )


def may_see(user: User) -> bool:
    return user.has_perm("pomost_search.view_searchedquery")


def in_vain(user: User, shown: slice) -> Waiting:
    """Queries that found nothing at least three times in 7 days, the most frequent first."""
    first = timezone.localdate() - PERIOD + timedelta(days=1)
    queries = SearchedQuery.objects.since(first).by_query().filter(empty__gte=COMMON).order_by("-empty", "query")
    rows = [
        Row(
            values["query"],
            ngettext("searched in vain %(count)s time", "searched in vain %(count)s times", values["empty"])
            % {"count": values["empty"]},
            try_url(values["query"]),
        )
        for values in queries[shown]
    ]
    return Waiting(rows, queries.count())
