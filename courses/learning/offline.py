"""Learning without a connection: what the pages and the service worker need to know of the user."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from people.models import User

OWNER_SALT = "courses.learning.offline"


def owner_of(user: "User") -> str:
    """A name of the account that tells nothing else about it."""
    return salted_hmac(OWNER_SALT, str(user.pk)).hexdigest()[:16]


@cache
def worker_script() -> str:
    """The text of the service worker. Raises ``FileNotFoundError``."""
    path = finders.find("js/service-worker.js")
    if not isinstance(path, str):
        raise FileNotFoundError("js/service-worker.js")
    return Path(path).read_text(encoding="utf-8")
