"""Files that were uploaded and wait until the editor has seen what importing them would do.

The file is in the private storage, since it may be large; what belongs to it is in the shared cache, under the user,
the purpose and an unguessable token.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from people.models import User
from publishing.signals import housekeeping

KEPT_FOR = timedelta(hours=1)
FOLDER = "waiting-uploads"


@dataclass(frozen=True, slots=True)
class WaitingUpload:
    """A file that waits, with its name and what the form said beside it."""

    data: bytes
    name: str
    facts: dict[str, Any] = field(default_factory=dict)


def keep(*, user: User, purpose: str, upload: WaitingUpload) -> str:
    """Keeps a file for ``KEPT_FOR``; the token by which its user finds it."""
    token = token_urlsafe(16)
    stored = _storage().save(f"{FOLDER}/{token}", ContentFile(upload.data))
    cache.set(_key(user, purpose, token), (stored, upload.name, upload.facts), KEPT_FOR.total_seconds())
    return token


def find(*, user: User, purpose: str, token: str) -> WaitingUpload | None:
    """The file; None where it has waited too long, was dropped or is another user's."""
    kept = cache.get(_key(user, purpose, token))
    if kept is None:
        return None
    stored, name, facts = kept
    try:
        with _storage().open(stored) as file:
            return WaitingUpload(file.read(), name, facts)
    except FileNotFoundError:
        return None


def drop(*, user: User, purpose: str, token: str) -> None:
    """Removes a file that was imported."""
    if (kept := cache.get(_key(user, purpose, token))) is not None:
        cache.delete(_key(user, purpose, token))
        _storage().delete(kept[0])


def drop_old(**_kwargs: Any) -> None:
    """Removes the files that nobody confirmed in time."""
    storage = _storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    oldest = timezone.now() - KEPT_FOR
    for name in names:
        if storage.get_modified_time(f"{FOLDER}/{name}") < oldest:
            storage.delete(f"{FOLDER}/{name}")


def connect() -> None:
    """Called once, when Django is ready."""
    housekeeping.connect(drop_old, dispatch_uid="editing.waiting_uploads")


def _storage() -> Storage:
    return storages["private"]


def _key(user: User, purpose: str, token: str) -> str:
    return f"upload:{purpose}:{user.pk}:{token[:64]}"
