"""The application for an ASGI server; without the page cache in front, which is WSGI's."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.production")

application = get_asgi_application()
