"""Style sheets, scripts, fonts and pictures of the site itself, given out before Django is asked.

A first visit asks for three of them before anything is painted, and Django's chain costs more than the file itself.
"""

from collections.abc import Iterable

from django.conf import settings
from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware

from pomost.pagecache import Environ, StartResponse, WSGIApplication


class StaticFiles:
    """Answers for the files of ``STATIC_ROOT`` as WhiteNoise does; whatever else is asked goes on to the application.

    So does a file asked for without TLS where pages are sent to TLS: Django redirects it.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        # The middleware, not its base class: it reads the settings and knows which names carry a hash.
        self._files = WhiteNoiseMiddleware(None).files

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        file = self._files.get(environ.get("PATH_INFO", ""))
        if file is None or not _secure_enough(environ):
            return self._application(environ, start_response)
        answer: Iterable[bytes] = WhiteNoise.serve(file, environ, start_response)
        return answer


def _secure_enough(environ: Environ) -> bool:
    if not settings.SECURE_SSL_REDIRECT or environ["wsgi.url_scheme"] == "https":
        return True
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return False
    name, value = settings.SECURE_PROXY_SSL_HEADER
    return bool(environ.get(name) == value)
