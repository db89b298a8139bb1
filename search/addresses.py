"""Reads ``SEARCH_URL``, the address of a search engine. Imported by the settings, so it needs none."""

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "elasticsearch+https://user:password@host:9200/pomost"
PORT = 9200
_CLIENTS = {"elasticsearch": "elasticsearch", "opensearch": "opensearchpy"}
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where an engine is and how to sign in there; ``prefix`` begins the names of its indices."""

    engine: str
    hosts: tuple[str, ...]
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_certs: str | None = None


def parse(url: str) -> EngineAddress:
    """Reads an address such as ``EXAMPLE``; several hosts of one cluster have commas between them.

    With ``+https`` certificates are verified, by those of ``?ca_certs=FILE`` where given. Raises
    ``ImproperlyConfigured``, without the password in its message.
    """
    scheme, separator, rest = url.strip().partition("://")
    engine, _, transport = scheme.partition("+")
    if not separator or engine not in _CLIENTS or transport not in ("", "http", "https"):
        raise _wrong("it begins with elasticsearch://, elasticsearch+https://, opensearch:// or opensearch+https://")
    # As an ordinary address: of schemes that it does not know, urlsplit is less strict.
    parts = urlsplit(f"{transport or 'http'}://{rest}")
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    if bool(user) != bool(password):
        raise _wrong("a user needs a password, and a password a user")
    prefix = parts.path.strip("/") or "pomost"
    if not _PREFIX.fullmatch(prefix):
        raise _wrong("what follows the host begins the names of indices: small letters, digits, - and _")
    if find_spec(_CLIENTS[engine]) is None:
        raise ImproperlyConfigured(
            f"SEARCH_URL needs the client of {engine}: install requirements/{engine}.txt as well (docs/operations.md)."
        )
    return EngineAddress(
        engine=engine,
        hosts=tuple(f"{parts.scheme}://{_host(host)}" for host in hosts.split(",")),
        prefix=prefix,
        user=unquote(user),
        password=unquote(password),
        ca_certs=_ca_certs(parts.query, is_https=parts.scheme == "https"),
    )


def backends(url: str) -> dict[str, dict[str, str]]:
    """``WAGTAILSEARCH_BACKENDS`` for the engine at ``url``. Raises ``ImproperlyConfigured``."""
    return {
        "default": {"BACKEND": f"search.backends.{parse(url).engine}", "URL": url},
        "database": {"BACKEND": "search.backends.database"},
    }


def _host(text: str) -> str:
    found = _HOST.fullmatch(text)
    port = int(found["port"] or PORT) if found else 0
    if found is None or not 1 <= port <= 65535:
        raise _wrong("a host is a name or an IP address, and may have a port")
    return f"{found['name']}:{port}"


def _ca_certs(query: str, *, is_https: bool) -> str | None:
    try:
        options = parse_qs(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        options = {query: []}
    if unknown := options.keys() - {"ca_certs"}:
        raise _wrong(f"{sorted(unknown)[0]!r} is no option of it, only ca_certs is")
    path = options.get("ca_certs", [""])[-1]
    if path and not is_https:
        raise _wrong("ca_certs belongs to +https")
    if path and not Path(path).is_file():
        raise _wrong(f"there is no file {path!r} with certificates")
    return path or None


def _wrong(reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"SEARCH_URL cannot be read: {reason}. Example: {EXAMPLE}")
