import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction

from courses.coursework.models import Cohort, SubmissionRound
from tests.coursework import factories
from tests.coursework.factories import PASSWORD
from tests.people.conftest import reauthenticate


@pytest.fixture
def lead(db):
    return factories.trainer(email="trener@example.com", first_name="Maria", last_name="Wrona")


@pytest.fixture
def cohort(lead):
    return factories.CohortFactory.create(trainers=[lead])


@pytest.fixture
def written(cohort):
    return factories.WrittenAssignmentFactory.create(cohort=cohort)


@pytest.fixture
def learner(cohort):
    return factories.member(cohort)


@pytest.fixture(autouse=True)
def private_files(tmp_path, monkeypatch):
    """Gives every test its own private storage; returns its folder.

    The field keeps the storage that there was when its model was made, another one than ``storages`` has after a test
    that changed the settings of storages.
    """
    stores = {id(store): store for store in (storages["private"], SubmissionRound.file.field.storage)}.values()

    def forget_places():
        for store in stores:
            for name in ("base_location", "location"):
                store.__dict__.pop(name, None)

    for store in stores:
        monkeypatch.setattr(store, "_location", str(tmp_path), raising=False)
    forget_places()
    assert settings.MEDIA_ROOT not in tmp_path.parents
    yield tmp_path
    forget_places()


@pytest.fixture(scope="module", autouse=True)
def _for_all_tests(request):
    """What is the same for the tests of a module, in a transaction around those of the tests.

    The demo's groups are deleted, since each test creates its own; one course is ready, since almost every test needs
    one and its five pages take most of the time. Tests that commit get neither.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker is None or marker.kwargs.get("transaction"):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock(), transaction.atomic():
        Cohort.objects.all().delete()
        yield factories.course().pk
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _ready_course(_for_all_tests, monkeypatch):
    monkeypatch.setattr(factories, "ready", [_for_all_tests] if _for_all_tests else [])


@pytest.fixture
def boss(db):
    """An administrator, whose password is ``PASSWORD``."""
    user = factories.UserFactory.create(is_superuser=True, is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def admin(client, boss):
    """An administrator's client that has just given the password again."""
    client.force_login(boss)
    reauthenticate(client, PASSWORD)
    return client
