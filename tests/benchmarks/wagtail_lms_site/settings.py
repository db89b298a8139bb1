"""Settings as in production: no debugging, templates kept, the database with the same options as Pomost's."""

import os
from pathlib import Path

FOLDER = Path(os.environ["POMOST_VAR"])
SECRET_KEY = os.environ["POMOST_SECRET_KEY"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = ["https://localhost"]
ROOT_URLCONF = "tests.benchmarks.wagtail_lms_site.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL, MEDIA_URL, MEDIA_ROOT = "/static/", "/media/", str(FOLDER / "media")
WAGTAIL_SITE_NAME = "wagtail-lms"
WAGTAILADMIN_BASE_URL = "https://localhost"
INSTALLED_APPS = [
    "wagtail_lms",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "modelsearch",
    "taggit",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
BASE = (
    "{% load static %}<!doctype html><html><head><title>{% block title %}{% endblock %}</title>"
    "<link rel=stylesheet href=\"{% static 'wagtail_lms/css/course.css' %}\"></head>"
    "<body>{% block content %}{% endblock %}</body></html>"
)
LOADERS = [
    ("django.template.loaders.locmem.Loader", {"base.html": BASE}),
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "pomost.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }
}
