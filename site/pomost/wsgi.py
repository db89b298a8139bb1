"""The WSGI application: request log, static files, page cache, Django.

The site is always at the root of its host. A server may take ``SCRIPT_NAME`` from a request header (gunicorn does for
requests from localhost, as from a proxy): Django would then prefix every link with a text chosen by the client.
"""

import os
import sys
from collections.abc import Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.production")

_django = get_wsgi_application()

# These need the settings configured above.
from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from polish import morphology  # noqa: E402
from pomost.pagecache import Environ, PageCache, RequestLog, StartResponse  # noqa: E402
from pomost.staticfiles import StaticFiles  # noqa: E402


def _write(line: bytes) -> None:
    # One write() call for each line, so that lines of several processes do not mix.
    os.write(_STDOUT, line)


_STDOUT = sys.__stdout__.fileno() if sys.__stdout__ is not None else 1

_site = PageCache(_django)
# So that the first search does not wait for the dictionary, and the first link not for the addresses.
morphology.load()
reverse("healthz")
# In development and tests, WhiteNoise's middleware serves the files from their source folders.
_logged = RequestLog(_site if settings.WHITENOISE_AUTOREFRESH else StaticFiles(_site), write=_write)


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Handles one request."""
    environ["SCRIPT_NAME"] = ""
    return _logged(environ, start_response)
