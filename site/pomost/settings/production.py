"""Settings for production. Raises ``ImproperlyConfigured`` without secret key, hosts or database URL.

The variables are described in ``docs/operations.md``.
"""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import INSTALLED_APPS, MIDDLEWARE, POMOST_CONTENT_ORIGIN, STORAGES, database, env

_NEEDED = {
    "POMOST_SECRET_KEY": "a long random text that nobody else knows",
    "POMOST_HOSTS": "the host names that the site answers to, with commas between them: pomost.example.org",
    "DATABASE_URL": "the address of the database: postgres://pomost@localhost/pomost",
}
if _missing := [f"{name} ({what})" for name, what in _NEEDED.items() if not os.environ.get(name, "").strip()]:
    raise ImproperlyConfigured(f"Pomost does not start in production without: {'; '.join(_missing)}.")

SECRET_KEY = env.str("POMOST_SECRET_KEY")
ALLOWED_HOSTS = env.list("POMOST_HOSTS")
DATABASES = {"default": database(env.str("DATABASE_URL"))}
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
if POMOST_CONTENT_ORIGIN:  # answered, and never trusted to send a form to the site
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, urlsplit(POMOST_CONTENT_ORIGIN).hostname or ""]

if env.bool("POMOST_DEMO", default=False):
    INSTALLED_APPS = [*INSTALLED_APPS, "demo.apps.DemoConfig"]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("POMOST_HSTS_SECONDS", default=31_536_000)
# Both affect other sites of the domain, and browsers apply them for a year, so the owner of the domain decides.
SECURE_HSTS_PRELOAD = env.bool("POMOST_HSTS_PRELOAD", default=False)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("POMOST_HSTS_SUBDOMAINS", default=False) or SECURE_HSTS_PRELOAD
# W005 and W021 warn when the two are off, which is a valid choice here, see docs/operations.md.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
POMOST_PERSON_COOKIE = "__Host-person"
POMOST_CHECKLIST_COOKIE = "__Host-wymogi"
if env.bool("POMOST_BEHIND_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits count by client IP address, which the proxies pass on; otherwise all requests would share a limit.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("POMOST_PROXIES", default=1)

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
# Style sheets and fonts are served in front of Django (``pomost.wsgi``).
WHITENOISE_AUTOREFRESH = False
MIDDLEWARE = [name for name in MIDDLEWARE if name != "whitenoise.middleware.WhiteNoiseMiddleware"]
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
POMOST_PATTERNS = False
