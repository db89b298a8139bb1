"""The site with the pictures of its library, which in production the proxy serves (``docs/operations.md``)."""

from django.conf import settings
from whitenoise import WhiteNoise

from pomost.wsgi import application as site

application = WhiteNoise(site, autorefresh=True)
for name in ("images", "original_images"):
    application.add_files(str(settings.MEDIA_ROOT / name), prefix=f"media/{name}/")
