"""How much is stored."""

from pomost.pagecache import PageCache
from tests.pomost.wsgi import TEXT, FakeSite, ask


def test_the_size_is_bounded(site: FakeSite) -> None:
    cache = PageCache(site, limit=20_000)
    for number in range(30):
        ask(cache, f"/{number}/")
    assert cache._size <= 20_000
    assert cache._size == sum(kept.size for kept in cache._entries.values())
    assert 0 < len(cache._entries) < 30
    ask(cache, "/29/")
    assert len(site.asked) == 30
    ask(cache, "/0/")
    assert len(site.asked) == 31


def test_a_page_larger_than_the_whole_is_not_stored(site: FakeSite) -> None:
    cache = PageCache(site, limit=1_000)
    assert ask(cache).body == TEXT.encode()
    ask(cache)
    assert len(site.asked) == 2


def test_two_who_ask_at_once_count_once(site: FakeSite, cache: PageCache) -> None:
    def ask_too() -> None:
        site.meanwhile = lambda: None
        ask(cache)

    site.meanwhile = ask_too
    ask(cache)
    assert len(cache._entries) == 1
    assert cache._size == next(iter(cache._entries.values())).size
