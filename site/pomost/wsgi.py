"""The application as a server runs it: request log, page cache, Django."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.production")

_django = get_wsgi_application()

from pomost.pagecache import PageCache, RequestLog  # noqa: E402 - needs the settings that Django has just set up


def _write(line: bytes) -> None:
    # One write of the descriptor for each line: lines of several processes never mix.
    os.write(_STDOUT, line)


_STDOUT = sys.__stdout__.fileno() if sys.__stdout__ is not None else 1

application = RequestLog(PageCache(_django), write=_write)
