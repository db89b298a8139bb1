"""Production settings with a quick password hasher: what it costs is time, and the fuzz sends thousands of forms."""

from pomost.settings.production import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
