"""Commands of the benchmark of publications, each in a process of its own with the settings of the temporary site.

``python -m tests.benchmarks.publications_inside COMMAND ... FILE``; the result is written to FILE as JSON.
"""

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

django.setup()

import pypdf  # noqa: E402 - needs the settings that have just been set up
from django.utils.html import escape  # noqa: E402

from publishing.publications import Publication  # noqa: E402
from publishing.publications.epub import epub_of  # noqa: E402
from publishing.publications.paper import pdf_of  # noqa: E402
from resources.guidance.models import Guide  # noqa: E402
from resources.guidance.publications.content import guide_publication  # noqa: E402

PAGES = 120


def long_publication(times: int) -> Publication:
    """All guides of the demo as one, so many times over."""
    guides = [guide_publication(guide) for guide in Guide.objects.live().order_by("path")]
    parts = tuple(
        replace(part, slug=f"{part.slug}-{number}-{place}", title=f"{part.title} ({number})")
        for number in range(times)
        for guide in guides
        for place, part in enumerate(guide.parts)
    )
    images = {address: content for guide in guides for address, content in guide.images.items()}
    return replace(guides[0], parts=parts, images=images)


def prepare() -> dict[str, Any]:
    """How many times over give a PDF of 120 pages, how many it has, and the publication as one HTML page."""
    times, pages = 0, 0
    while pages < PAGES:
        times += 1
        pages = len(pypdf.PdfReader(io.BytesIO(pdf_of(long_publication(times)))).pages)
    publication = long_publication(times)
    parts = "".join(f"<h1>{escape(part.title)}</h1>{part.html}" for part in publication.parts)
    html = f'<!doctype html><html lang="pl"><title>{escape(publication.title)}</title>{parts}'
    return {"times": times, "pages": pages, "html": html}


def pdf(times: str) -> dict[str, float]:
    return _measured(pdf_of, int(times), resource.RUSAGE_CHILDREN)


def epub(times: str) -> dict[str, float]:
    return _measured(epub_of, int(times), resource.RUSAGE_SELF)


def _measured(make: Callable[[Publication], bytes], times: int, who: int) -> dict[str, float]:
    """Seconds, and megabytes at the peak of the process that makes it."""
    publication = long_publication(times)
    started = time.perf_counter()
    make(publication)
    return {"seconds": time.perf_counter() - started, "megabytes": resource.getrusage(who).ru_maxrss / 1000}


def forever(times: str) -> None:
    """Makes the PDF again and again, until the process is ended."""
    publication = long_publication(int(times))
    while True:
        pdf_of(publication)


COMMANDS: dict[str, Callable[..., Any]] = {"prepare": prepare, "pdf": pdf, "epub": epub, "forever": forever}


def main() -> int:
    """Return the exit code."""
    command, *arguments, file = sys.argv[1:]
    answer = COMMANDS[command](*arguments)
    Path(file).write_text(json.dumps(answer), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
