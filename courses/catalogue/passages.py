"""Puts HTML below the passages of a lesson: what stands under one of its headings."""

import re
from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r'<h[2-4] id="([^"]+)"')


def with_passages(segments: Sequence[str], below: Mapping[str, SafeString]) -> list[SafeString]:
    """The segments of a lesson with the HTML of ``below`` at the end of each passage, by the anchor of its heading.

    A passage reaches to the next heading that ``below`` has, or to the end, where the HTML of "" follows. No segment is
    cut in two, so that an exercise stays a segment of its own.
    """
    found: list[SafeString] = []
    passage = None
    for segment in segments:
        parts, start = [], 0
        for match in HEADING.finditer(segment):
            if match[1] not in below:
                continue
            if passage is not None:
                parts += [segment[start : match.start()], below[passage]]
                start = match.start()
            passage = match[1]
        parts.append(segment[start:])
        found.append(mark_safe("".join(parts)))  # noqa: S308 - parts of safe segments, and rendered templates
    end = below.get(passage, "") if passage is not None else ""
    if end or "" in below:
        found.append(mark_safe(f"{end}{below.get('', '')}"))  # noqa: S308 - rendered templates
    return found
