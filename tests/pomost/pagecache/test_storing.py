"""Which answers are stored."""

import pytest

from pomost.pagecache import PageCache
from tests.pomost.wsgi import TEXT, FakeSite, ask


def test_a_marked_page_is_asked_for_once(site: FakeSite, cache: PageCache) -> None:
    first, second = ask(cache), ask(cache)
    assert site.asked == ["/"]
    assert first.body == second.body == TEXT.encode()
    assert first.headers == second.headers
    assert second.headers == {
        "content-type": "text/html; charset=utf-8",
        "vary": "Accept-Encoding, Cookie",
        "cache-control": "public, max-age=0, must-revalidate",
        "etag": first.headers["etag"],
        "content-length": str(len(TEXT.encode())),
    }
    assert site.closed == 1


def test_a_page_without_the_mark_is_never_stored(site: FakeSite, cache: PageCache) -> None:
    site.mark = False
    ask(cache)
    answer = ask(cache)
    assert site.asked == ["/", "/"]
    assert "etag" not in answer.headers
    assert site.closed == 2


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "csrftoken=abc"),
        ("set-cookie", "x=1"),
        ("Vary", "Accept-Language, Cookie"),
        ("vary", "cookie"),
        ("Content-Encoding", "br"),
    ],
)
def test_what_may_be_somebodys_own_is_never_stored(site: FakeSite, cache: PageCache, header: tuple[str, str]) -> None:
    site.headers.append(header)
    ask(cache)
    assert ask(cache).headers[header[0].lower()] == header[1]
    assert len(site.asked) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Internal Server Error", "206 Partial Content"])
def test_only_whole_pages_are_stored(site: FakeSite, cache: PageCache, status: str) -> None:
    site.status = status
    ask(cache)
    assert ask(cache).status == int(status[:3])
    assert len(site.asked) == 2
