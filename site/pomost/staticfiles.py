"""WSGI middleware that serves the site's style sheets, scripts, fonts and images in front of Django.

The first paint needs three of these files, and Django's middleware costs more time than serving the file.
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
    """Serves the files of ``STATIC_ROOT`` with WhiteNoise and the headers of Django's SecurityMiddleware.

    Other requests go to the application; so do those for files without TLS where Django redirects to TLS.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        # The middleware, not its base class: it reads the settings and recognises names with a hash.
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
    """The headers that SecurityMiddleware adds to a response over TLS; called once."""
    secure = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.url_scheme": "https", "wsgi.input": BytesIO()})
    response = HttpResponse()
    del response.headers["Content-Type"]
    SecurityMiddleware(lambda _request: response).process_response(secure, response)
    return list(response.items())
