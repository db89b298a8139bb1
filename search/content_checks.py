"""Searches that found nothing and that a page should answer, beside its text in the admin."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy, ngettext

from editing.content_checks import CheckedPage, Finding, TextCheck, register
from polish.analysis import stems
from search.analysis import analyser
from search.models import SearchedQuery
from search.models.statistics import COMMON
from search.waiting import may_see

PERIOD = timedelta(days=90)
MOST = 200
"""So many of the most frequent queries are compared with a page."""
SHARE = 2 / 3
"""A page that has so much of the words of a query, and two of them, should answer it."""


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        TextCheck(
            key="searches",
            order=60,
            heading=gettext_lazy("Searches without results that this page should answer"),
            advice=gettext_lazy("Use the words of the readers in the text, or add them to the words for search."),
            find=searches_to_answer,
        )
    )


def searches_to_answer(checked: CheckedPage) -> Iterator[Finding]:
    """Queries of 90 days that found nothing and of whose words the page has most. Two queries."""
    if not may_see(checked.user):
        return
    first = timezone.localdate() - PERIOD + timedelta(days=1)
    queries = SearchedQuery.objects.since(first).by_query().filter(empty__gte=COMMON).order_by("-empty", "query")
    searched = [(row["query"], row["empty"]) for row in queries[:MOST]]
    if not searched:
        return
    page = checked.page
    texts = (passage.text for passage in checked.passages)
    headings = (str(child.value["text"]) for child in page.body if child.block_type == "heading")
    words = _lemmas(page.title, page.summary, page.search_text, *headings, *texts)
    public = _public_words(checked)
    for query, empty in searched:
        wanted = _content_words(query)
        has = sum(bool(lemmas & words) for lemmas in wanted)
        answers = has == len(wanted) or (has >= 2 and has >= SHARE * len(wanted))
        if wanted and answers and not all(lemmas & public for lemmas in wanted):
            times = ngettext("searched in vain %(count)s time", "searched in vain %(count)s times", empty)
            yield Finding(query, times % {"count": empty})


def _lemmas(*texts: str) -> set[str]:
    return {lemma for text in texts for lemma in analyser().lemmas(text)}


def _content_words(query: str) -> list[set[str]]:
    """The lemmas that each word of a query may have, without prepositions and the like."""
    own = [stem for stem in stems(query) if not analyser().readings(stem)[0].is_function]
    return [set(analyser().possible_lemmas(stem)) for stem in own]


def _public_words(checked: CheckedPage) -> set[str]:
    """What the search already finds of the page: a query all of whose words are there fails no more."""
    live = type(checked.page)._default_manager.filter(pk=checked.page.pk, live=True)
    rows = live.values_list("title", "summary", "search_text", "body_html")
    return {lemma for row in rows for lemma in _lemmas(*row[:3], strip_tags(row[3]))}
