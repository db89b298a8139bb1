"""Files that wait to be confirmed."""

import os
import time

import pytest
from django.core.files.storage import storages

from editing import waiting_uploads
from editing.waiting_uploads import FOLDER, KEPT_FOR, WaitingUpload
from people.models import User
from publishing.signals import housekeeping

pytestmark = pytest.mark.django_db

UPLOAD = WaitingUpload(b"tekst", "plik.txt", {"language": "pl"})


@pytest.fixture
def user(db: None) -> User:
    found: User = User.objects.create_user("osoba@example.org")
    return found


def names() -> set[str]:
    storage = storages["private"]
    return set(storage.listdir(FOLDER)[1]) if storage.exists(FOLDER) else set()


def test_a_file_is_found_until_it_is_dropped(user: User) -> None:
    before = names()
    token = waiting_uploads.keep(user=user, purpose="a", upload=UPLOAD)
    assert waiting_uploads.find(user=user, purpose="a", token=token) == UPLOAD
    waiting_uploads.drop(user=user, purpose="a", token=token)
    assert waiting_uploads.find(user=user, purpose="a", token=token) is None
    assert names() == before


def test_a_file_is_of_one_user_and_one_purpose(user: User) -> None:
    other = User.objects.create_user("inna@example.org")
    token = waiting_uploads.keep(user=user, purpose="a", upload=UPLOAD)
    assert waiting_uploads.find(user=other, purpose="a", token=token) is None
    assert waiting_uploads.find(user=user, purpose="b", token=token) is None
    assert waiting_uploads.find(user=user, purpose="a", token="../../etc/passwd") is None


def test_housekeeping_removes_what_nobody_confirmed(user: User) -> None:
    token = waiting_uploads.keep(user=user, purpose="a", upload=UPLOAD)
    old = waiting_uploads.keep(user=user, purpose="a", upload=UPLOAD)
    long_ago = time.time() - KEPT_FOR.total_seconds() - 60
    os.utime(storages["private"].path(f"{FOLDER}/{old}"), (long_ago, long_ago))
    housekeeping.send(sender=None)
    assert waiting_uploads.find(user=user, purpose="a", token=token) == UPLOAD
    assert waiting_uploads.find(user=user, purpose="a", token=old) is None
    assert old not in names()
