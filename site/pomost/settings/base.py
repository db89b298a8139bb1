"""Settings of all environments. Values that differ between machines come from environment variables."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.str("POMOST_VAR", default=str(ROOT / "var")))

DEBUG = False
SITE_NAME = WAGTAIL_SITE_NAME = "Pomost"
ROOT_URLCONF = "pomost.urls"
WSGI_APPLICATION = "pomost.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "pomost.apps.PomostConfig",
    "search.apps.SearchConfig",
    "courses.coursework.apps.CourseworkConfig",
    "courses.credentials.apps.CredentialsConfig",
    "courses.learning.apps.LearningConfig",
    "courses.catalogue.apps.CatalogueConfig",
    "courses.activities.bank.apps.BankConfig",
    "courses.activities.apps.ActivitiesConfig",
    "resources.guidance.apps.GuidanceConfig",
    "resources.news.apps.NewsConfig",
    "resources.results.apps.ResultsConfig",
    "editing.apps.EditingConfig",
    "people.apps.PeopleConfig",
    "reference.apps.ReferenceConfig",
    "publishing.apps.PublishingConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.AdminUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",  # for its catalogue: Wagtail's admin says "a minute ago" with it
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pomost.content_origin.ContentOriginMiddleware",
    "pomost.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pomost.middleware.StaffAccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pomost.middleware.StalePagesWarningMiddleware",
    "editing.before_publishing.PublishRefusedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "pomost.unstorable.UnstorableValueMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "publishing.context_processors.shell",
            ],
        },
    },
]

# SQLite in WAL mode; synchronous=FULL so that an acknowledged answer survives a power cut.
SQLITE_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database at ``url``, with the options that Pomost needs on SQLite or PostgreSQL."""
    config: dict[str, Any] = environ.Env.db_url_config(url)
    # SQLite checkpoints its log, with two more waits for the disk, whenever the last connection is closed.
    config["CONN_MAX_AGE"] = 600
    config["CONN_HEALTH_CHECKS"] = True
    if "sqlite" in str(config["ENGINE"]):
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default="").strip() or f"sqlite:///{VAR / 'pomost.sqlite3'}")}

# The default cache is shared by all processes, because it stores the counts of rate limits. That of renditions is not.
REDIS_URL = env.str("REDIS_URL", default="")
CACHE_TABLE = "pomost_cache"
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        # With Redis: the table serves while Redis does not answer.
        "BACKEND": "publishing.shared_cache.RedisOrDatabaseCache"
        if REDIS_URL
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": CACHE_TABLE,
        # Large enough that other requests do not evict the count of a user's attempts.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
if REDIS_URL:
    CACHES["redis"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # No page waits long for a Redis that hangs.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
# amount/period/per, see publishing.limits. An office or a training room has one address for many people.
POMOST_RATE_LIMITS: dict[str, str] = {
    "badge_status": "60/m/ip",
    "calendar_feed": "120/m/ip",
    "certificate": "30/m/ip",
    "change_subscription": "5/10m/ip,20/d/ip",
    "change_subscription_repeat": "3/d/key",
    "checklist": "120/m/ip",
    "comparison": "30/m/ip",
    "data_copy": "10/h/user",
    "document_template": "30/m/ip",
    "exercise_trial": "60/m/ip",
    "guardian_email": "3/d/key",
    "group_message": "20/d/user",
    "invitation": "300/d/user",
    "invitation_repeat": "3/d/key",
    "oai": "120/m/ip",
    "open_data": "60/m/ip",
    "outside_comment": "30/10m/ip",
    "outside_review": "60/m/ip",
    "page_password": "10/10m/ip,100/d/ip",
    "page_rating": "60/h/ip",
    "page_rating_repeat": "3/d/key",
    "pdf": "20/m/ip",
    "question": "5/10m/ip,20/d/ip",
    "search": "120/m/ip",
    "search_api": "60/m/ip",
    "suggestions": "600/m/ip",
    "search_opened": "60/m/ip",
    "shared_checklist": "60/m/ip",
    "unsent_text": "10/h/ip",
}
# Half of the threads of a web process, see search.capacity.
POMOST_SEARCHES_AT_ONCE = env.int("POMOST_SEARCHES_AT_ONCE", default=2)
# Keys that sign badges, the newest first; secret. Without any, badges are not offered. See credentials.badges.keys.
POMOST_BADGE_KEYS: list[str] = env.list("POMOST_BADGE_KEYS", default=[])
# Seconds between two writings of the counts of searches, see search.counting; 0: they are written by nobody.
POMOST_SEARCH_COUNTS_EVERY = 60
# Whether the files of a guide are made when it is published, or only once somebody has asked for one.
POMOST_PUBLICATIONS_AT_ONCE = env.bool("POMOST_PUBLICATIONS_AT_ONCE", default=True)
# All processes of this machine watch this file: a new file means a new cache version.
POMOST_CACHE_VERSION_FILE = VAR / "cache-version"
POMOST_PAGE_CACHE_BYTES = env.int("POMOST_PAGE_CACHE_BYTES", default=64 * 1024 * 1024)

# XBlocks that are not our own, by their entry points in "xblock.v1": no other block type loads.
POMOST_XBLOCKS: list[str] = env.list("POMOST_XBLOCKS", default=[])
# What published blocks ask the service "settings" for, by the block's key or the name of its class.
POMOST_XBLOCK_SETTINGS: dict[str, dict[str, Any]] = {}
# Where their frames are served from, such as https://tresci.example.org: another host than the site's, without cookies.
# "loopback": the other of localhost and 127.0.0.1, for development.
POMOST_CONTENT_ORIGIN = env.str("POMOST_CONTENT_ORIGIN", default="")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
# Precede the catalogues of the apps: the project's messages, then corrections and additions to Wagtail's Polish.
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "wagtail"]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = [("pl", _("Polish"))]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["pomost.formats"]

# --- files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static", ("handbook", ROOT / "docs" / "handbook" / "images")]
PRINT_FONTS = ROOT / "build" / "fonts"  # for PDF documents, made by `pomost fonts`
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files of submissions: not under MEDIA_URL, served by a view that checks permissions.
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "private"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The editor posts about 30 fields for each exercise; a request of the 2 MB above has fewer fields than this.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- accounts -----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learning:home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Pomost: "
ACCOUNT_USER_DISPLAY = "people.models.display_name"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# A stolen session alone cannot change e-mail address, password or second factor; the user is notified of every change.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# In addition to allauth's: limits attempts at the password with a stolen session.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "change_password": "5/m/user,20/h/user",
    "reauthenticate": "10/m/user,30/h/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pomost"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
POMOST_PERSON_COOKIE = "person"
POMOST_CHECKLIST_COOKIE = "wymogi"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pomost.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
DEFAULT_FROM_EMAIL = env.str("POMOST_FROM_EMAIL", default="Pomost <pomost@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- what a browser may do ----------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# The Wagtail 8.0 editor sets inline styles and data: images in about twenty places and runs Telepath's inline
# adapters; it offers no nonces. Everything else stays as closed as on the public pages.
POMOST_ADMIN_CSP = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "font-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
}

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAILADMIN_BASE_URL = env.str("POMOST_BASE_URL", default="http://localhost:8000")
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/login/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FINISH_WORKFLOW_ACTION = "editing.review.finish_review"
# Administrators find reviews on the home page; e-mails go to the reviewers.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAILIMAGES_IMAGE_MODEL = "publishing.PomostImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "publishing.image_forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "publishing.PomostDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "ods", "zip", "mp4", "webm", "vtt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "publishing.document_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# PostgreSQL has no Polish configuration; its default may be English, which would stem Polish words. SQLite ignores it.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database"}}
if search_url := env.str("SEARCH_URL", default="").strip():
    from search.addresses import backends

    # Answers instead of the database, whose index is kept for when it does not.
    WAGTAILSEARCH_BACKENDS = backends(search_url)
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no requests to third parties
TAGGIT_CASE_INSENSITIVE = True

# --- logs ---------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "pomost.logs.json_formatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": env.str("POMOST_LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        # The clients of search engines log every failure of a request; search.engine logs the changes of state.
        "elastic_transport": {"level": "CRITICAL"},
        "opensearch": {"level": "CRITICAL"},
    },
}
