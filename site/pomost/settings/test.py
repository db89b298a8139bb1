"""Settings for tests: pages behave as in production; hashing and storage are fast."""

import tempfile
from pathlib import Path

from .base import *
from .base import CACHES, INSTALLED_APPS, STORAGES, database, env

SECRET_KEY = "tests only"  # noqa: S105
INSTALLED_APPS = [*INSTALLED_APPS, "demo.apps.DemoConfig"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
POMOST_CONTENT_ORIGIN = "loopback"
POMOST_XBLOCKS = env.list(
    "POMOST_XBLOCKS",
    default=["done", "drag-and-drop-v2", "feedback", "freetextresponse", "poll", "submit-and-compare", "survey"],
)
VAR = Path(env.str("POMOST_VAR", default="") or tempfile.mkdtemp(prefix="pomost-tests-"))
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
POMOST_CACHE_VERSION_FILE = VAR / "cache-version"
STORAGES = {**STORAGES, "private": {**STORAGES["private"], "OPTIONS": {"location": VAR / "private"}}}
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'tests.sqlite3'}"))}
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    # A file, not memory: the browser tests serve a copy of it, and WAL is what production runs.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "tests.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if mail := env.str("POMOST_MAIL", default=""):
    # The browser tests serve the site from another process and read its e-mails from files.
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", mail
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
POMOST_PATTERNS = True
ACCOUNT_RATE_LIMITS = False
POMOST_RATE_LIMITS = {}
POMOST_PUBLICATIONS_AT_ONCE = False  # tasks run at once here, so that every publish would make a PDF
POMOST_SEARCH_COUNTS_EVERY = 0  # a thread would write outside the test's transaction
# In memory, so that it can be cleared before each test, also before tests without a database.
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Errors in the server of the browser tests go to its log; in the tests' process pytest captures logs.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
