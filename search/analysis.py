"""The analyser of the site: that of ``polish.analysis``, with the counts of the site's own words."""

from functools import cache

from django.db.models import Sum

from polish.analysis import Analyser


@cache
def analyser() -> Analyser:
    """The analyser of this process. The counts are read once; ``analyser.cache_clear()`` reads them again.

    Processes may choose different lemmas for a form until each has read the same counts: searches ask for all of them.
    """
    from search.models import Word

    counts = Word.objects.filter(certain=True).values("lemma").annotate(total=Sum("count"))
    return Analyser({row["lemma"]: row["total"] for row in counts})
