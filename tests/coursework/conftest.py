from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.storage import storages

from publishing import generation
from tests.coursework import factories


@pytest.fixture
def lead(db):
    return factories.trainer(email="trener@example.org", first_name="Maria", last_name="Wrona")


@pytest.fixture
def cohort(lead):
    return factories.CohortFactory.create(trainers=[lead])


@pytest.fixture
def written(cohort):
    return factories.WrittenFactory.create(cohort=cohort)


@pytest.fixture
def learner(cohort):
    return factories.member(cohort)


@pytest.fixture(autouse=True)
def private_files(tmp_path, monkeypatch):
    """Every test has a private storage of its own; the value is its folder."""
    monkeypatch.setattr(storages["private"], "_location", str(tmp_path), raising=False)
    for name in ("base_location", "location"):
        storages["private"].__dict__.pop(name, None)
    assert settings.MEDIA_ROOT not in tmp_path.parents
    yield tmp_path
    for name in ("base_location", "location"):
        storages["private"].__dict__.pop(name, None)


@pytest.fixture
def kept_pages(monkeypatch):
    """Outlines are kept between requests as they are outside of a test's transaction."""
    monkeypatch.setattr(generation, "connection", SimpleNamespace(in_atomic_block=False))
    generation.forget()
    yield
    generation.forget()
