"""The application as a server runs it: request log, static files, page cache, Django."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.production")

_django = get_wsgi_application()

# These need the settings that Django has just set up.
from django.conf import settings  # noqa: E402

from pomost.pagecache import PageCache, RequestLog  # noqa: E402
from pomost.staticfiles import StaticFiles  # noqa: E402


def _write(line: bytes) -> None:
    # One write of the descriptor for each line: lines of several processes never mix.
    os.write(_STDOUT, line)


_STDOUT = sys.__stdout__.fileno() if sys.__stdout__ is not None else 1

_site = PageCache(_django)
# In development and in the tests the middleware finds the files where they are written.
application = RequestLog(_site if settings.WHITENOISE_AUTOREFRESH else StaticFiles(_site), write=_write)
