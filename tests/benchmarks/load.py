"""A small closed-loop client: each of its connections sends the next request after the response."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks.throwaway import HOST, Server

CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole HTTP response: status, headers in order, size of the body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def request_of(path: str, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> bytes:
    """A request as sent by a browser through the proxy, with Connection: close, as for sync workers."""
    lines = {
        "Host": "localhost",
        "X-Forwarded-Proto": "https",
        "Accept": "text/html",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "pl",
        "Connection": "close",
        **(headers or {}),
    }
    if body is not None:
        lines = {"Content-Type": "application/x-www-form-urlencoded", **lines, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\n{head}\r\n".encode() + (body or b"")


def send(port: int, request: bytes, *, timeout: float = 30.0) -> bytes:
    """The bytes received until the server closes the connection. Raises ``OSError``."""
    with socket.create_connection((HOST, port), timeout=timeout) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(262_144):
            parts.append(part)
    return b"".join(parts)


def reply_of(raw: bytes) -> Reply:
    """Parses a response. Raises ``ConnectionError`` if it is incomplete."""
    head, separator, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not separator or not first.startswith("HTTP/1."):
        raise ConnectionError("no whole response came")
    headers = [(name, value.strip()) for name, _colon, value in (line.partition(":") for line in lines)]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), len(body))
    if len(body) < length:
        raise ConnectionError("the response was cut off")
    return Reply(int(first.split()[1]), headers, body)


def get(port: int, path: str, *, headers: dict[str, str] | None = None) -> Reply:
    return reply_of(send(port, request_of(path, headers=headers)))


def get_uncached(port: int, path: str, *, headers: dict[str, str] | None = None) -> bytes:
    """The page as it is rendered for this request; without the query, which the link to the other language keeps."""
    query = "?swieza=1"  # a request with a query string is not cached
    return get(port, path + query, headers=headers).body.replace(query.encode(), b"")


@dataclass(frozen=True, slots=True)
class Round:
    """Requests in a second, and milliseconds of the server's processor time for each."""

    rate: float
    cpu: float


def measure(server: Server, requests: Callable[[int], bytes], *, seconds: float, expect: bytes = b" 200 ") -> Round:
    """Sends requests for a given time. ``requests`` returns the next request of a connection.

    Raises ``RuntimeError`` when a response is not the one expected.
    """
    counts = [0] * CONNECTIONS
    wrong: list[bytes] = []
    barrier = threading.Barrier(CONNECTIONS + 1)

    def loop(index: int) -> None:
        barrier.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and not wrong:
            raw = send(server.port, requests(index))
            if expect not in raw[:16]:
                wrong.append(raw[:2000])
            counts[index] += 1

    threads = [threading.Thread(target=loop, args=(index,)) for index in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    before = server.cpu_seconds()
    barrier.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    cpu = server.cpu_seconds() - before
    if wrong:
        raise RuntimeError(f"an unexpected response: {wrong[0].decode('latin-1')}")
    return Round(sum(counts) / took, 1000 * cpu / sum(counts))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Medians of several rounds; the ratios are medians of the ratios of pairs of rounds."""

    rate: float
    baseline: float
    ratio: float
    cpu_ratio: float


def compare(one: Callable[[], Round], other: Callable[[], Round], *, rounds: int) -> Comparison:
    """Measures both alternately, so that other load on the machine affects both equally."""
    one(), other()  # warm
    pairs = [(one(), other()) for _number in range(rounds)]
    return Comparison(
        rate=median([first.rate for first, _second in pairs]),
        baseline=median([second.rate for _first, second in pairs]),
        ratio=median([first.rate / second.rate for first, second in pairs]),
        cpu_ratio=median([second.cpu / first.cpu for first, second in pairs if first.cpu]),
    )


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")
