"""``SEARCH_URL``: what it may be, and what is said of one that cannot be read."""

import base64
import os
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import addresses
from search.addresses import EngineAddress, backends, parse
from search.backends import elasticsearch, opensearch

ROOT = Path(__file__).resolve().parents[2]


def test_an_address_with_everything(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.touch()
    url = f"opensearch+https://us%40er:p%2Fa%3As@one.example,[::1]:9300/ngo_2?ca_certs={file}"
    assert parse(url) == EngineAddress(
        engine="opensearch",
        hosts=("https://one.example:9200", "https://[::1]:9300"),
        prefix="ngo_2",
        user="us@er",
        password="p/a:s",
        ca_certs=str(file),
    )
    assert "p/a:s" not in repr(parse(url))


def test_the_shortest_address() -> None:
    url = "elasticsearch://localhost"
    assert parse(url) == EngineAddress(engine="elasticsearch", hosts=("http://localhost:9200",), prefix="pomost")
    assert backends(url) == {
        "default": {"BACKEND": "search.backends.elasticsearch", "URL": url},
        "database": {"BACKEND": "search.backends.database"},
    }


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://user:hidden@host/pomost", "it begins with elasticsearch://"),
        ("elasticsearch+ftp://user:hidden@host", "it begins with elasticsearch://"),
        ("elasticsearch", "it begins with elasticsearch://"),
        ("elasticsearch://", "a host is a name"),
        ("elasticsearch://user:hidden@host:0", "a host is a name"),
        ("elasticsearch://user:hidden@host:99999", "a host is a name"),
        ("elasticsearch://user:hidden@host,", "a host is a name"),
        ("elasticsearch://user:hidden@ho st", "a host is a name"),
        ("elasticsearch://user@host", "a user needs a password"),
        ("elasticsearch://user:hidden@host/Pomost", "small letters"),
        ("elasticsearch://user:hidden@host/a/b", "small letters"),
        ("elasticsearch://user:hidden@host/_a", "small letters"),
        ("elasticsearch+https://user:hidden@host/a?verify=no", "'verify' is no option"),
        ("elasticsearch+https://user:hidden@host/a?verify", "'verify' is no option"),
        ("elasticsearch+https://user:hidden@host/a?ca_certs=/no/such.pem", "no file '/no/such.pem'"),
        ("elasticsearch://user:hidden@host/a?ca_certs=/etc/hosts", "belongs to +https"),
    ],
)
def test_what_cannot_be_read_is_said_without_the_password(url: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        parse(url)
    assert reason in str(caught.value)
    assert "SEARCH_URL" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_missing_client_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/opensearch\.txt"):
        parse("opensearch://host")


def in_a_process_of_its_own(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]), **environment}
    variables["DJANGO_SETTINGS_MODULE"] = "pomost.settings.test"
    return subprocess.run([sys.executable, "-c", code], env=variables, cwd=ROOT, capture_output=True, text=True)


def test_without_an_engine_no_client_is_imported_and_a_wrong_address_stops_the_start() -> None:
    clients = "{'elasticsearch', 'opensearchpy'} & {*sys.modules}"
    code = f"import django, sys; django.setup(); import search.finder; print({clients})"
    assert in_a_process_of_its_own(code, SEARCH_URL="").stdout == "set()\n"
    wrong = in_a_process_of_its_own(code, SEARCH_URL="redis://host")
    assert wrong.returncode == 1
    assert wrong.stderr.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: SEARCH_URL cannot be read: it begins with elasticsearch://"
    )


@contextmanager
def server(certificate: Path | None = None) -> Iterator[tuple[str, list[str]]]:
    """A host and port, and what is sent there as authorisation; with TLS if there is a certificate."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization", ""))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(b'{"there": true}')

        def log_message(self, *_arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_arguments: Any) -> None:
            pass  # a client that does not trust the certificate

    with Server(("127.0.0.1", 0), Handler) as http:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{http.server_port}", seen
        http.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 and its key in one file."""
    if shutil.which("openssl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("openssl is missing")
        pytest.skip("openssl is missing")
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{file}.key", "-out", f"{file}.crt"]
    subprocess.run([*command, *files], check=True, capture_output=True)
    file.write_text(Path(f"{file}.crt").read_text() + Path(f"{file}.key").read_text())
    return file


@pytest.mark.parametrize("module", [elasticsearch, opensearch])
def test_credentials_are_sent_and_certificates_verified(module: Any, certificate: Path) -> None:
    backend = module.SearchBackend
    with server(certificate) as (host, seen):
        url = f"{backend.engine}+https://user:p%3A@{host}/a"
        with pytest.raises(backend.errors, match=r"CERTIFICATE_VERIFY_FAILED|TLS error"):
            backend({"URL": url}).perform("GET", "/", timeout=5)
        assert seen == []
        trusting = backend({"URL": f"{url}?ca_certs={certificate}"})
        assert trusting.perform("GET", "/", timeout=5) == {"there": True}
        assert seen == ["Basic " + base64.b64encode(b"user:p:").decode()]
