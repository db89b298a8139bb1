"""Settings for development and ``make run``: debug on, e-mails written to files, no secret needed."""

from .base import *
from .base import INSTALLED_APPS, LOGGING, MIDDLEWARE, VAR, env

DEBUG = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo.apps.DemoConfig"]
SECRET_KEY = "development only, not secret, never in production"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("POMOST_HOSTS", default=[])]
# Both are this machine, and to a browser they are two hosts.
POMOST_CONTENT_ORIGIN = env.str("POMOST_CONTENT_ORIGIN", default="loopback")
INTERNAL_IPS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
POMOST_PATTERNS = True
# An unknown URL shows the site's 404 page instead of Django's list of patterns.
MIDDLEWARE = [*MIDDLEWARE, "pomost.views.NotFoundPageMiddleware"]
# The terminal shows only warnings and errors.
LOGGING["loggers"] |= {
    name: {"level": "WARNING"} for name in ("coursework", "django_tasks", "django_tasks_db", "wagtail")
}
