"""Style sheets, scripts, fonts and pictures of the site itself, given out before Django is asked.

A first visit asks for three of them before anything is painted, and Django's chain costs more than the file itself.
"""

from collections.abc import Iterable
from io import BytesIO

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware

from pomost.pagecache import Environ, StartResponse, WSGIApplication


class StaticFiles:
    """Answers for the files of ``STATIC_ROOT`` as WhiteNoise does, with the headers of Django's SecurityMiddleware.

    Whatever else is asked goes on to the application. So does a file asked for without TLS where pages are sent to TLS:
    Django redirects it.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        # The middleware, not its base class: it reads the settings and knows which names carry a hash.
        self._files = WhiteNoiseMiddleware(None).files
        self._headers = _security_headers()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        file = self._files.get(environ.get("PATH_INFO", ""))
        if file is None or (settings.SECURE_SSL_REDIRECT and not WSGIRequest(environ).is_secure()):
            return self._application(environ, start_response)
        answer: Iterable[bytes] = WhiteNoise.serve(
            file, environ, lambda status, headers: start_response(status, [*headers, *self._headers])
        )
        return answer


def _security_headers() -> list[tuple[str, str]]:
    """Ask the middleware itself, once, over TLS."""
    secure = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.url_scheme": "https", "wsgi.input": BytesIO()})
    response = HttpResponse()
    del response.headers["Content-Type"]
    SecurityMiddleware(lambda _request: response).process_response(secure, response)
    return list(response.items())
