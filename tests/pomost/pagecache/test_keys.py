"""What a stored page is found by: path, site and scheme."""

from typing import Any

import pytest

from pomost.pagecache import MOST_HOSTS, PageCache
from tests.pomost.wsgi import FakeSite, ask


def test_languages_and_sites_are_apart(site: FakeSite, cache: PageCache) -> None:
    site.site_of = lambda host: 2 if host == "inny.example.org" else 1
    ask(cache, "/poradniki/")
    ask(cache, "/en/poradniki/")
    ask(cache, "/poradniki/", host="inny.example.org")
    assert len(site.asked) == 3
    for path, host in (
        ("/poradniki/", "testserver"),
        ("/en/poradniki/", "testserver"),
        ("/poradniki/", "inny.example.org"),
    ):
        ask(cache, path, host=host)
    assert len(site.asked) == 3


def test_hosts_that_lead_to_one_site_share_its_pages(site: FakeSite, cache: PageCache) -> None:
    """A visitor may add any port to the host: that must not fill the memory with copies."""
    for port in range(300):
        ask(cache, host=f"testserver:{port}")
    assert (len(cache._entries), len(cache._sites)) == (1, MOST_HOSTS)


def test_a_host_that_is_asked_for_stays_known_among_made_up_ones(site: FakeSite, cache: PageCache) -> None:
    for port in range(300):
        ask(cache)
        ask(cache, host=f"testserver:{port}")
    assert len(site.asked) == 301


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_the_scheme_is_one_of_two_whatever_the_header_says(site: FakeSite, settings: Any, behind_proxy: bool) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    cache = PageCache(site, limit=1_000_000)
    for value in ("https", "http", "gopher", "https, http", "HTTPS", "x" * 50):
        ask(cache, x_forwarded_proto=value)
    assert len(cache._entries) == len(site.asked) == (2 if behind_proxy else 1)
