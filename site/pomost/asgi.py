"""The ASGI application, without the page cache, which is WSGI middleware."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.production")

application = get_asgi_application()
