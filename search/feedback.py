"""Moves results up that share the telling words of the best one (pseudo-relevance feedback; Rocchio 1971).

A page that answers in other words, such as a template for what the best result describes, so stands before those
that only have a common word of the query.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Sum

from search.expressions import Alternative, Term
from search.models import Word
from search.ranking import Key, RankedPage, Ranker

MOST_WORDS = 15
LEAST_OCCURRENCES = 3
"""A word that the site has less often says nothing of other pages."""
LEAST_LENGTH = 4
SHARE = 0.6
"""What the likeness to the best result counts beside its score."""


def with_feedback(
    ranked: Sequence[tuple[Key, RankedPage]], texts: Mapping[int, tuple[str, str]], terms: Sequence[Term]
) -> list[tuple[Key, RankedPage]]:
    """The results with their likeness to the first added to their scores, in the same order.

    ``texts`` maps the id of a section to its title and body as the index has them.
    """
    if len(ranked) < 2:
        return list(ranked)
    best = ranked[0][1]
    ranker = Ranker(telling_words(texts[best.sections[0]], terms))
    likeness = {key: ranker.score(page.sections[0], *texts[page.sections[0]]).score for key, page in ranked}
    most = max(likeness.values())
    if not most:
        return list(ranked)
    return [(key, replace(page, score=page.score + SHARE * best.score * likeness[key] / most)) for key, page in ranked]


def telling_words(text: tuple[str, str], terms: Sequence[Term]) -> list[Term]:
    """The words of a section that stand out from the site's (tf-idf), without those of the query, as terms. One query.

    Counted afresh, because the counts of the analyser are as old as the process: all processes give the same order.
    """
    own = {lemma for term in terms for other in term.alternatives for lemma in other.lemmas}
    frequencies = Counter(lemma for lemma in " ".join(text).split() if len(lemma) >= LEAST_LENGTH)
    words = Word.objects.filter(lemma__in=list(frequencies)).order_by().values_list("lemma")
    counts = dict(words.annotate(total=Sum("count")))
    total = sum(counts.values())
    weights = {
        lemma: frequency * math.log(total / counts[lemma])
        for lemma, frequency in frequencies.items()
        if counts.get(lemma, 0) >= LEAST_OCCURRENCES and lemma not in own
    }
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    return [Term(lemma, (Alternative((lemma,)),), weight / best[0][1]) for lemma, weight in best]
