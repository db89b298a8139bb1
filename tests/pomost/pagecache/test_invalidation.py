"""When a stored page is dropped."""

import pytest

from pomost.pagecache import PageCache
from publishing import public_cache
from tests.pomost.wsgi import TEXT, FakeSite, ask, publish


def test_nothing_is_stored_longer_than_its_greatest_age(
    site: FakeSite, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("publishing.public_cache.time.time", lambda: now)
    ask(cache)
    site.text = "Zdjęta ze strony"
    now += public_cache.MAX_AGE
    assert ask(cache).body == "Zdjęta ze strony".encode()


def test_a_publish_empties_every_process(site: FakeSite) -> None:
    processes = [PageCache(site, limit=1_000_000) for _number in range(2)]
    for process in processes:
        ask(process)
    site.text = "Nowe wydanie"
    assert [ask(process).body for process in processes] == [TEXT.encode()] * 2
    publish()
    assert [ask(process).body for process in processes] == [b"Nowe wydanie"] * 2
    assert len(site.asked) == 4


def test_what_was_made_while_something_was_published_is_not_stored(site: FakeSite, cache: PageCache) -> None:
    def publish_meanwhile() -> None:
        site.text, site.meanwhile = "Nowe", lambda: None
        publish()

    site.meanwhile = publish_meanwhile
    assert ask(cache).body == TEXT.encode()
    assert ask(cache).body == b"Nowe"


def test_what_another_thread_asked_before_a_publish_is_not_found_after_it(site: FakeSite, cache: PageCache) -> None:
    """The late answer arrives when a newer page has been kept already."""

    def newer_page_meanwhile() -> None:
        old, site.text, site.meanwhile = site.text, "Nowe", lambda: None
        publish()
        assert ask(cache).body == b"Nowe"
        site.text = old

    site.meanwhile = newer_page_meanwhile
    ask(cache)
    assert ask(cache).body == b"Nowe"
