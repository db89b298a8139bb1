"""How a stored page is sent: whole, compressed, without its body, or not again."""

import gzip
import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pomost.pagecache import PageCache
from tests.pomost.wsgi import TEXT, FakeSite, ask


def test_head_has_the_headers_and_no_body(site: FakeSite, cache: PageCache) -> None:
    assert ask(cache, method="HEAD").status == 200
    got = ask(cache)
    head = ask(cache, method="HEAD")
    assert (head.status, head.body, head.headers) == (200, b"", got.headers)
    assert len(site.asked) == 2


def test_who_has_the_page_is_not_sent_it_again(site: FakeSite, cache: PageCache) -> None:
    etag = ask(cache).headers["etag"]
    for tag in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
        answer = ask(cache, if_none_match=tag)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers == {
            "etag": etag,
            "vary": "Accept-Encoding, Cookie",
            "cache-control": "public, max-age=0, must-revalidate",
        }
    assert ask(cache, if_none_match='"other"').status == 200
    assert len(site.asked) == 1


def test_every_process_names_the_same_page_alike(site: FakeSite) -> None:
    first, second = (ask(PageCache(site, limit=1_000_000)).headers["etag"] for _process in range(2))
    assert first == second
    site.text += "zmiana"
    assert ask(PageCache(site, limit=1_000_000)).headers["etag"] != first


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "gzip;q=1.0, *;q=0.5"])
def test_a_page_goes_out_compressed_to_those_who_take_it(cache: PageCache, accepted: str) -> None:
    ask(cache)
    answer = ask(cache, accept_encoding=accepted)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert gzip.decompress(answer.body) == TEXT.encode()


@pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br"])
def test_a_page_goes_out_plain_to_others(cache: PageCache, accepted: str) -> None:
    ask(cache)
    answer = ask(cache, accept_encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert answer.body == TEXT.encode()


def test_a_short_page_is_not_compressed(site: FakeSite, cache: PageCache) -> None:
    site.text = "krótka"
    assert "content-encoding" not in ask(cache, accept_encoding="gzip").headers


def test_what_is_given_out_cannot_be_changed_from_outside(cache: PageCache) -> None:
    def with_mark(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def mark(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            headers.append(("X-Request-Id", os.urandom(4).hex()))
            return start_response(status, headers)

        return cache(environ, mark)

    ask(with_mark)
    ask(with_mark)
    assert "x-request-id" not in ask(cache).headers
