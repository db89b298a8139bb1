"""Production settings with a fast password hasher, because fuzzing sends thousands of forms."""

from pomost.settings.production import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
