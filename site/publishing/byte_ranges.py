"""Parts of files (RFC 9110, section 14): a film is played from any second without its beginning being sent."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 64 * 1024
LARGEST = 4 * 1024 * 1024
"""The most bytes of one part. Players ask for the rest of the file, and a slow one would keep a worker until its end;
of a shorter part they ask for the next."""


def in_part(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """``response`` with the part of its file that the request asks for, else with the whole.

    Several parts at once, or a part of what has not changed since (``If-Range``), are answered with the whole, as the
    standard allows. 416 for a part that the file has not.
    """
    if not isinstance(response, FileResponse) or response.status_code != HTTPStatus.OK:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    file = response.file_to_stream
    if asked is None or not (asked[1] or asked[2]) or "If-Range" in request.headers or file is None:
        return response
    size = int(response.headers["Content-Length"])
    first, last = _span(asked[1], asked[2], size)
    if first > last:
        response.status_code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        response.headers["Content-Range"] = f"bytes */{size}"
        response.headers["Content-Length"] = "0"
        response.streaming_content = iter(())
        return response
    response.status_code = HTTPStatus.PARTIAL_CONTENT
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    response.streaming_content = _bytes(file, first, last)  # the response still closes the file
    return response


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """The places of the first and the last byte of the part; the first is greater where there is none."""
    if not first:  # so many bytes from the end
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return start, min(end, start + LARGEST - 1)


def _bytes(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    while left > 0 and (chunk := file.read(min(_CHUNK, left))):
        left -= len(chunk)
        yield chunk
