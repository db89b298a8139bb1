"""The application as a server runs it: request log, static files, page cache, Django.

The site always stands at the root of its host. A server may take ``SCRIPT_NAME`` from a header of that name (gunicorn
does from its own machine, where the proxy stands): Django would then put a visitor's words before every link.
"""

import os
import sys
from collections.abc import Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.production")

_django = get_wsgi_application()

# These need the settings that Django has just set up.
from django.conf import settings  # noqa: E402

from pomost.pagecache import Environ, PageCache, RequestLog, StartResponse  # noqa: E402
from pomost.staticfiles import StaticFiles  # noqa: E402


def _write(line: bytes) -> None:
    # One write of the descriptor for each line: lines of several processes never mix.
    os.write(_STDOUT, line)


_STDOUT = sys.__stdout__.fileno() if sys.__stdout__ is not None else 1

_site = PageCache(_django)
# In development and in the tests the middleware finds the files where they are written.
_logged = RequestLog(_site if settings.WHITENOISE_AUTOREFRESH else StaticFiles(_site), write=_write)


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answers one request."""
    environ["SCRIPT_NAME"] = ""
    return _logged(environ, start_response)
