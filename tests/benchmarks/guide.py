"""Publishing in a long guide with many glossary terms, and one value that many pages show.

``figures`` asks ``tests.benchmarks.inside``, which runs ``measure`` in the temporary site.
"""

import time
from datetime import date
from decimal import Decimal
from typing import Any

from tests.benchmarks.bounds import Figure
from tests.benchmarks.load import median
from tests.benchmarks.throwaway import Throwaway

CHAPTERS, FEW, TERMS, SHOWING = 200, 5, 300, 500
PUBLISHES = 7
OLD, NEW = Decimal("1234.56"), Decimal("6543.21")


def figures(site: Throwaway) -> list[Figure]:
    found: dict[str, float] = site.ask("tests.benchmarks.inside", "guide")
    return [
        Figure(
            "publish in a long guide",
            found["large"],
            "ms",
            found["small"],
            found["large"] / found["small"],
            note=f"a chapter of {CHAPTERS}; beside the same chapter, one of {FEW}",
        ),
        Figure(
            "publish with many terms",
            found["small"],
            "ms",
            found["before"],
            found["small"] / found["before"],
            note=f"{TERMS} terms more; beside the same chapter before them",
        ),
        Figure("publish in a long guide: terms linked", found["terms"], "terms"),
        Figure("change of a value: saved", found["answered"], "s", note=f"the request; {SHOWING} pages show it"),
        Figure(
            "change of a value: seen on all",
            found["done"],
            "s",
            SHOWING * found["before"] / 1000,
            found["done"] / (SHOWING * found["before"] / 1000),
            note="to the last page, one worker; beside as many publishes",
        ),
        Figure("change of a value: pages with the old amount", found["stale"], "pages"),
    ]


def measure() -> dict[str, float]:
    """Milliseconds of publishes in a short and a long guide; seconds until 500 pages show a new amount.

    ``before``: in the short one, before there were many terms.
    """
    from django.core.management import call_command
    from django.db import transaction

    from reference.models import GlossaryTerm
    from resources.guidance.models import Chapter, Guide, GuideIndex

    index = GuideIndex.objects.get()
    text = Chapter.objects.live().order_by("-words").first()
    body = list(text.body.raw_data)
    short = index.add_child(instance=Guide(title="Krótki poradnik"))
    first, *_others = [short.add_child(instance=Chapter(title=f"Z kilku {number}", body=body)) for number in range(FEW)]
    before = _publish(first)
    words = _nouns(text.search_text or text.body_html)
    with transaction.atomic():
        for number, word in enumerate(words):
            GlossaryTerm.objects.create(term=word, slug=f"pomiar-{number}", definition=f"Co znaczy: {word}.")
    long = index.add_child(instance=Guide(title="Długi poradnik"))
    with transaction.atomic():
        for number in range(CHAPTERS):
            long.add_child(instance=Chapter(title=f"Rozdział {number}", body=body))
    call_command("db_worker", batch=True, verbosity=0)
    middle = Chapter.objects.child_of(long).order_by("path")[CHAPTERS // 2]
    small, large = _publish(first), _publish(middle)
    middle.refresh_from_db()
    linked = sum(f'"/slownik/#pomiar-{number}"' in middle.body_html for number in range(len(words)))
    return {"before": before, "small": small, "large": large, "terms": linked, **_change_of_value(long)}


def _publish(page: Any) -> float:
    """Milliseconds of saving a revision and publishing it, with a note, the first one not counted."""
    from resources.guidance.models import Chapter

    times = []
    for number in range(PUBLISHES + 1):
        fresh = Chapter.objects.get(pk=page.pk)
        fresh.summary = f"W skrócie, po zmianie {number}."
        fresh.change_kind, fresh.change_note = "minor", f"Zmiana {number}."
        started = time.perf_counter()
        fresh.save_revision().publish()
        times.append((time.perf_counter() - started) * 1000)
    return round(median(times[1:]), 1)


def _nouns(html: str) -> list[str]:
    """``TERMS`` nouns in their base form: first those of the text, then others of the site."""
    from django.utils.html import strip_tags

    from polish.analysis import tokens
    from polish.morphology import readings
    from reference.models import GlossaryTerm
    from search.models import Section

    known = set(GlossaryTerm.objects.values_list("term", flat=True))
    found: dict[str, None] = {}
    texts = [strip_tags(html), *Section.objects.exclude(text="").values_list("text", flat=True)]
    for text in texts:
        for token in tokens(text):
            read = readings(token.stem)
            if len(token.stem) > 4 and read and not read[0].is_function and read[0].lemma not in known:
                found.setdefault(read[0].lemma)
            if len(found) == TERMS:
                return list(found)
    raise RuntimeError(f"Only {len(found)} nouns.")


def _change_of_value(guide: Any) -> dict[str, float]:
    from django.core.management import call_command
    from django.db import transaction

    from reference.models import DatedAmount, DatedValue
    from resources.guidance.models import Chapter

    value = DatedValue(name="Wartość do pomiaru", slug="pomiar-wartosci")
    value.amounts = [DatedAmount(amount=OLD, valid_from=date(2020, 1, 1), source="Pomiar")]
    value.save()
    shown = [{"type": "prose", "id": "1", "value": f'<p>Wynosi <embed embedtype="value" id="{value.pk}"/>.</p>'}]
    with transaction.atomic():
        for number in range(SHOWING):
            guide.add_child(instance=Chapter(title=f"Podaje {number}", body=shown))
    call_command("db_worker", batch=True, verbosity=0)
    showing = Chapter.objects.child_of(guide).filter(title__startswith="Podaje")
    before = showing.filter(body_html__contains="234,56").count()
    if before != SHOWING:
        raise RuntimeError(f"{before} of {SHOWING} pages show the value.")
    started = time.monotonic()
    fresh = DatedValue.objects.get(pk=value.pk)
    amount = fresh.amounts.first()
    amount.amount = NEW
    fresh.amounts = [amount]
    fresh.save()
    answered = time.monotonic() - started
    call_command("db_worker", batch=True, verbosity=0)
    return {
        "answered": round(answered, 2),
        "done": round(time.monotonic() - started, 2),
        "stale": showing.exclude(body_html__contains="543,21").count(),
    }
