"""Requests that no browser sends: every URL with every role, invalid parameters, bodies, headers and files."""

import io
import json
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

ODD_TEXTS = (
    "",
    " ",
    "0",
    "-1",
    "1e3",
    "٣",
    "NaN",
    "true",
    str(2**31),
    str(2**63),
    "9" * 25,
    "9" * 5_000,
    "\x00",
    "abc\x00def",
    "\r\nX-Injected: 1",
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}",
    "%s%d%n",
    "../../../etc/passwd",
    "//evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "zażółć gęślą jaźń",
    "\u202egnp.exe",
    "👩‍👩‍👧‍👦" * 20,
    "\ufeff",
    "\ud800",
    "a" * 3_000,
    "ł" * 70_000,
    "[]",
    "null",
)
"""Values for any parameter or field."""

ODD_SEGMENTS = (
    *(text for text in ODD_TEXTS if len(text) < 6_000),
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    ".",
    "%2e%2e",
    "a/b",
)

FIELDS = (
    "action",
    "addresses",
    "answer",
    "code",
    "comment",
    "decision",
    "due_at",
    "email",
    "ends",
    "first_name",
    "from",
    "identifier",
    "instructions",
    "key",
    "kind",
    "last_name",
    "lesson",
    "login",
    "metadataPrefix",
    "name",
    "next",
    "oldpassword",
    "organisation",
    "p",
    "password",
    "password1",
    "password2",
    "pokaz",
    "q",
    "region",
    "remember",
    "resumptionToken",
    "return_url",
    "rok",
    "set",
    "starts",
    "strona",
    "subject",
    "temat",
    "terms",
    "text",
    "title",
    "trainers",
    "until",
    "verb",
    "version",
    "website",
)
"""Names of form fields and query parameters of the site."""

PLAUSIBLE = {
    "action": ("draft", "hand_in", "action_add", "action_remove"),
    "answer": ("1", "a"),
    "comment": ("Popraw drugi akapit.", "1", str(2**63)),
    "decision": ("accepted", "returned", "failed"),
    "due_at": ("2027-03-28T02:30", "2030-01-01T10:00", "0001-01-01T00:00", "9999-12-31T23:59"),
    "email": ("ktos@example.org", "uczestnik@example.org", "x@y"),
    "ends": ("2027-01-01", "9999-12-31", "0001-01-01"),
    "from": ("2026-11-01", "0001-01-01T00:00:00Z", "9999-12-31"),
    "key": ("5f2f3c1e-0d5e-4a6e-9a0b-111111111111",),
    "kind": ("lesson", "written", "ngo"),
    "login": ("admin@example.org", "nikt@example.org"),
    "metadataPrefix": ("oai_dc", "marc21"),
    "next": ("/moja-nauka/", "//evil.example/"),
    "p": ("1", "2", "-1", "9" * 5_000),
    "pokaz": ("po-terminie", "poprawione"),
    "q": ("umowa o pracę", "wolontariat", "NEAR(a b)", "a* OR b", "kurs -lekcja"),
    "starts": ("2026-12-01", "9999-12-31"),
    "strona": ("1", "2", "3", "999999"),
    "subject": ("course-1", "programme-1", "course-99999999999999999999"),
    "text": ("Praca, którą ktoś napisał. " * 20,),
    "verb": ("Identify", "ListSets", "ListRecords", "GetRecord"),
    "version": ("1", "2", str(2**63)),
}

HEADERS: dict[str, tuple[str, ...]] = {
    "Accept": ("", "application/json", "*/*;q=0.1, text/html", "a" * 2_000),
    "Accept-Encoding": ("gzip;q=0", "br;q=1.0, gzip;q=0.5", "identity;q=0, *;q=0", "x" * 500),
    "Accept-Language": ("en", "xx-klingon", "pl;q=abc", "*", "a" * 1_000),
    "Authorization": ("Basic !!!", "Bearer x"),
    "Content-Type": (
        "text/plain",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "x/" * 99,
    ),
    "If-Modified-Since": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "If-None-Match": ("*", '"x", W/"y"', "W/"),
    "Origin": ("null", "https://evil.example", "https://localhost"),
    "Path-Info": ("/admin/",),
    "Range": ("bytes=0-10", "bytes=-1", "bytes=9-1", "bytes=0-,0-,0-"),
    "Referer": ("", "https://evil.example/", "https://localhost/ \xff"),
    "Script-Name": ("//evil.example", "/x"),
    "SCRIPT_NAME": ("//evil.example", "/x"),
    "X-Forwarded-Host": ("evil.example",),
    "X-Forwarded-Prefix": ("/evil",),
    "X-Forwarded-Proto": ("http", "gopher", "https, http", "HTTPS", ""),
    "X-HTTP-Method-Override": ("DELETE",),
    "X-Requested-With": ("fetch", "XMLHttpRequest"),
}

HOSTS = (
    "localhost",
    "localhost",
    "localhost",
    "127.0.0.1",
    "localhost:8000",
    "LOCALHOST",
    "localhost.",
    "evil.example",
    "",
)
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """One request: role, URL and bytes."""

    role: str
    address: str
    method: str
    raw: bytes

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.address}\n{self.raw[:1500]!r}"


class Fuzz:
    """Generates requests from a seed, the same ones in every run on the same site."""

    def __init__(self, site: dict[str, Any], *, seed: int) -> None:
        self._site = site
        self._random = random.Random(seed)
        self._files = hostile_files()

    def requests(self, rounds: int) -> Iterator[Fuzzed]:
        """``rounds`` requests by every role for every URL pattern, every fourth page and every restricted page."""
        addresses = [*self._site["addresses"], *self._site["pages"][::4], *self._site["restricted"]]
        for _round in range(rounds):
            pairs = [(address, role) for address in addresses for role in self._site["roles"]]
            self._random.shuffle(pairs)
            for address, role in pairs:
                yield self.request(address, role)

    def request(self, template: str, role: str) -> Fuzzed:
        draw = self._random
        method = draw.choice(METHODS)
        path = "/" + self._filled(template).lstrip("/")
        if draw.random() < 0.2 and not path.startswith("/en/"):
            path = "/en" + path
        address = path
        if draw.random() < 0.4:
            address += "?" + self._query()
        sessions = self._site["roles"][role]
        session = draw.choice(sessions) if sessions else {"cookie": f"__Host-csrftoken={'0' * 32}", "token": "0" * 32}
        cookie = session["cookie"]
        if draw.random() < 0.05:
            cookie += "; " + draw.choice(
                ("messages=x", "__Host-sessionid=" + "x" * 5_000, "=;;=", "a=\xff", "django_language=en")
            )
        headers = {
            "Host": draw.choice(HOSTS) if draw.random() < 0.2 else "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(256)}",
            "Referer": "https://localhost/",
            "Cookie": cookie,
            "Connection": "close",
        }
        if draw.random() < 0.9:
            headers["X-CSRFToken"] = session["token"]
        body = b""
        if method in ("POST", "PUT", "PATCH"):
            body, headers["Content-Type"] = self._body(session["token"] if draw.random() < 0.9 else "wrong")
        for name in draw.sample(sorted(HEADERS), k=draw.choice((0, 0, 0, 1, 1, 2, 4))):
            headers[name] = draw.choice(HEADERS[name])
        if body:
            headers["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        raw = f"{method} {address} HTTP/1.1\r\n{head}\r\n".encode("utf-8", "surrogatepass") + body
        return Fuzzed(role, address[:200], method, raw)

    def _filled(self, template: str) -> str:
        parts = template.split("{")
        filled = parts[0]
        for part in parts[1:]:
            name, _brace, rest = part.partition("}")
            known = self._site["values"].get(name)
            odd = not known or self._random.random() < 0.3
            value = self._random.choice(ODD_SEGMENTS) if odd else self._random.choice(known)
            filled += quote(value.encode("utf-8", "surrogatepass"), safe="/" if name == "path" else "") + rest
        return filled

    def _value(self, name: str) -> str:
        if name in PLAUSIBLE and self._random.random() < 0.5:
            return self._random.choice(PLAUSIBLE[name])
        return self._random.choice(ODD_TEXTS)

    def _query(self) -> str:
        names = self._random.sample(FIELDS, k=self._random.choice((1, 1, 2, 5)))
        pairs = [(name, value) for name in names if len(value := self._value(name)) <= 3_000]
        return "&".join(f"{name}={quote_plus(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)

    def _body(self, token: str) -> tuple[bytes, str]:
        draw = self._random
        names = draw.sample(FIELDS, k=draw.choice((1, 3, 8, len(FIELDS))))
        fields = [("csrfmiddlewaretoken", token), *((name, self._value(name)) for name in names)]
        kind = draw.random()
        if kind < 0.55:
            encoded = "&".join(f"{name}={quote_plus(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields)
            return encoded.encode(), "application/x-www-form-urlencoded"
        if kind < 0.85:
            return self._multipart(fields)
        if kind < 0.9:
            many = "&".join(f"f{number}=1" for number in range(1_500))
            return f"csrfmiddlewaretoken={token}&{many}".encode(), "application/x-www-form-urlencoded"
        if kind < 0.95:
            return json.dumps(dict(fields)).encode("utf-8", "surrogatepass"), "application/json"
        return draw.randbytes(draw.choice((1, 100, 100_000))), draw.choice(HEADERS["Content-Type"])

    def _multipart(self, fields: list[tuple[str, str]]) -> tuple[bytes, str]:
        parts = [
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            + value.encode("utf-8", "surrogatepass")
            + b"\r\n"
            for name, value in fields
        ]
        name, content = self._random.choice(self._files)
        parts.append(
            f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode(
                "utf-8", "surrogatepass"
            )
            + b"Content-Type: application/octet-stream\r\n\r\n"
            + content
            + b"\r\n"
        )
        body = b"".join(parts) + b"--b--\r\n"
        if self._random.random() < 0.1:
            body = body[: self._random.randrange(len(body))]
        return body, "multipart/form-data; boundary=b"


def hostile_files() -> list[tuple[str, bytes]]:
    """Files to submit: some valid, most of them with a wrong type or content."""
    return [
        ("praca.txt", b"Praca na temat."),
        ("praca.docx", office("word/document.xml")),
        ("", b"x"),
        ("praca.odt", office("content.xml")),
        ("bomba.odt", bomb(zipfile.ZIP_BZIP2)),
        ("bomba2.odt", bomb(zipfile.ZIP_LZMA)),
        ("bomba3.docx", bomb(zipfile.ZIP_DEFLATED)),
        ("wpisy.docx", many_entries(60_000)),
        ("praca.pdf", b"%PDF-1.7\n" + b"0" * 50_000 + b"startxref\n"),
        ("\u202efdp.exe", b"MZ" + b"\0" * 100),
        ("../../x.txt", b"x"),
        ("praca.docx", office("word/document.xml")[:-30]),
        ("praca.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff" * 1_000),
        ("a" * 300 + ".txt", b"\x00\x01\x02"),
    ]


def office(main_part: str) -> bytes:
    """A small Office Open XML or OpenDocument package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main_part, "<document/>")
    return buffer.getvalue()


def bomb(method: int) -> bytes:
    """A package whose ``mimetype`` says 39 bytes and inflates to 200 million."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("mimetype", b"\0" * 200_000_000)
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    data = buffer.getvalue()
    return data.replace((200_000_000).to_bytes(4, "little"), (39).to_bytes(4, "little"))


def many_entries(number: int) -> bytes:
    """A package with a number of empty parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in range(number):
            archive.writestr(f"{index}", b"")
    return buffer.getvalue()
