"""Which requests pass the cache by."""

from typing import Any

import pytest

from pomost.pagecache import PageCache
from tests.pomost.wsgi import TEXT, FakeSite, ask


@pytest.mark.parametrize("cookie", ["sessionid=abc", "a=b; sessionid=abc", "messages=abc", "csrftoken=x; messages=abc"])
def test_a_request_with_a_session_or_a_message_passes_by(site: FakeSite, cache: PageCache, cookie: str) -> None:
    ask(cache)
    site.text = "Twoje"
    assert ask(cache, cookie=cookie).body == b"Twoje"
    assert ask(cache).body == TEXT.encode()


def test_other_cookies_do_not_matter(site: FakeSite, cache: PageCache) -> None:
    ask(cache, cookie="csrftoken=abc")
    ask(cache, cookie="theme=dark")
    assert site.asked == ["/"]


def test_the_session_cookie_is_known_by_its_name_in_production(site: FakeSite, settings: Any) -> None:
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    cache = PageCache(site, limit=1_000_000)
    ask(cache, cookie="__Host-sessionid=abc")
    ask(cache, cookie="__Host-sessionid=abc")
    assert len(site.asked) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_changes_something_passes_by(site: FakeSite, cache: PageCache, method: str) -> None:
    ask(cache)
    ask(cache, method=method)
    ask(cache, method=method)
    assert len(site.asked) == 3


def test_a_query_passes_by(site: FakeSite, cache: PageCache) -> None:
    ask(cache, query="q=1")
    ask(cache, query="q=1")
    assert len(site.asked) == 2
