"""The page cache with a version of its own."""

from pathlib import Path
from typing import Any

import pytest

from pomost.pagecache import PageCache
from tests.pomost.wsgi import FakeSite


@pytest.fixture(autouse=True)
def _version_file(settings: Any, tmp_path: Path) -> None:
    settings.POMOST_CACHE_VERSION_FILE = tmp_path / "cache-version"


@pytest.fixture
def site() -> FakeSite:
    return FakeSite()


@pytest.fixture
def cache(site: FakeSite) -> PageCache:
    return PageCache(site, limit=1_000_000)
