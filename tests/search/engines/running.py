"""Nodes of an engine as processes, alone or as a cluster."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.search.engines.kinds import ELASTICSEARCH, OPENSEARCH, Kind
from tests.search.engines.launching import (
    FOR_MEASURING,
    FOR_TESTS,
    HOST,
    RECORDING,
    command,
    make_home,
    port_files,
)
from tests.search.engines.parts import parts_of

START_TIMEOUT = 120.0
"""Seconds; a quiet machine takes two to four."""


class Node:
    """A process of an engine, with its folder of data, settings and logs.

    ``lifeline`` is a file that the process reads as standard input: it ends when nobody has the file open for writing
    any more. By default it is a pipe of this process, so the node never survives the test run.
    """

    def __init__(
        self,
        kind: Kind,
        folder: Path,
        settings: dict[str, str],
        *,
        lifeline: int = subprocess.PIPE,
        measuring: bool = False,
    ) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self._kind = kind
        self._settings = settings
        self._lifeline = lifeline
        self._ports: dict[str, str] = {}
        self._parts = parts_of(kind)
        self._java_options = FOR_MEASURING if measuring else (*FOR_TESTS, f"-XX:AOTCache={self._parts / RECORDING}")
        make_home(self._parts, folder)

    @property
    def url(self) -> str:
        """The address of its HTTP interface, the same after a restart."""
        return f"http://{HOST}:{self._ports['http']}"

    @property
    def transport(self) -> str:
        """Host and port at which other nodes reach it."""
        return f"{HOST}:{self._ports['transport']}"

    @property
    def is_running(self) -> bool:
        """Whether the process is there, paused or not."""
        return self.process is not None and self.process.poll() is None

    def launch(self) -> None:
        """Start the process and return at once; a node that was killed comes back with its data, at the same ports."""
        for path in port_files(self.folder).values():
            path.unlink(missing_ok=True)
        ports = {f"{name}.port": self._ports.get(name, "0") for name in ("http", "transport")}
        with self._log.open("ab") as output:
            self.process = subprocess.Popen(
                command(self._kind, self._parts, self.folder, self._java_options, {**self._settings, **ports}),
                cwd=self.folder,
                stdin=self._lifeline,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_for_ports(self, give_up: float) -> None:
        """Wait until the node answers, until ``give_up`` (monotonic). Raises ``RuntimeError`` with its log."""
        files = port_files(self.folder)  # each appears under its name when it is complete
        while not all(path.exists() for path in files.values()):
            if not self.is_running or time.monotonic() > give_up:
                raise RuntimeError(f"{self._kind.name} did not start:\n{self._log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.05)
        self._ports = {name: path.read_text().split()[0].rsplit(":", 1)[1] for name, path in files.items()}

    def kill(self) -> None:
        """End the process as a power failure does; the data stay."""
        if self.process is not None:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            if self.process.stdin:
                self.process.stdin.close()
            self.process.wait()

    def pause(self) -> None:
        """Stop the process: connections are accepted and nothing is answered."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused process go on."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    @property
    def _log(self) -> Path:
        return self.folder / "output.log"


class Cluster:
    """One node, or several that hold replicas of each other's data.

    The first node manages the cluster. Of two nodes only the second may be killed without loss of service: no engine
    elects a new manager with one of two votes. Of three any one may.
    """

    def __init__(
        self,
        kind: Kind,
        folder: Path,
        nodes: int = 1,
        *,
        lifeline: int = subprocess.PIPE,
        measuring: bool = False,
    ) -> None:
        self.kind = kind
        self.nodes = [
            Node(
                kind,
                folder / f"node-{number}",
                self._settings(kind, number, nodes),
                lifeline=lifeline,
                measuring=measuring,
            )
            for number in range(1, nodes + 1)
        ]

    @property
    def url(self) -> str:
        """The address of the first node."""
        return self.nodes[0].url

    @property
    def urls(self) -> list[str]:
        """The addresses of all nodes."""
        return [node.url for node in self.nodes]

    def start(self) -> None:
        """Start all nodes; returns when each has joined. Raises ``RuntimeError`` with a log if one does not."""
        give_up = time.monotonic() + START_TIMEOUT
        for node in self.nodes:
            node.launch()
        first = self.nodes[0]
        first.wait_for_ports(give_up)
        for node in self.nodes[1:]:
            # Read again at each attempt to find the others, so it may appear after the start.
            (node.folder / "config" / "unicast_hosts.txt").write_text(f"{first.transport}\n")
        for node in self.nodes[1:]:
            node.wait_for_ports(give_up)
        self.wait_for_nodes(len(self.nodes))

    def restart(self, node: Node) -> None:
        """Start a node that was killed; returns when it has joined again."""
        node.launch()
        node.wait_for_ports(time.monotonic() + START_TIMEOUT)
        self.wait_for_nodes(sum(each.is_running for each in self.nodes))

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.kill()

    def wait_for_nodes(self, count: int) -> None:
        """Wait a minute until the cluster has ``count`` nodes and moves no shard. Raises ``RuntimeError``."""
        url = next(node.url for node in self.nodes if node.is_running)
        query = f"wait_for_nodes={count}&wait_for_no_relocating_shards=true&wait_for_no_initializing_shards=true"
        health = ask(f"{url}/_cluster/health?{query}&timeout=60s")
        if health["timed_out"]:
            raise RuntimeError(f"{self.kind.name} has not {count} nodes: {health}")

    @staticmethod
    def _settings(kind: Kind, number: int, nodes: int) -> dict[str, str]:
        settings = {"node.name": f"node-{number}"}
        if nodes == 1:
            return {**settings, "discovery.type": "single-node"}
        several = {"discovery.type": kind.discovery, "discovery.seed_providers": "file"}
        return {**settings, **several, **({kind.first_manager: "node-1"} if number == 1 else {})}


def ask(url: str) -> Any:
    """The JSON at an address of an engine."""
    with urllib.request.urlopen(url, timeout=90) as response:
        return json.load(response)


@contextmanager
def elasticsearch(nodes: int = 1, *, measuring: bool = False) -> Iterator[Cluster]:
    """An Elasticsearch of the block's own, which ends with it.

    ``measuring`` gives it memory and compilers as in production, for benchmarks. Raises ``EngineUnavailableError``.
    """
    with _running(ELASTICSEARCH, nodes, measuring) as cluster:
        yield cluster


@contextmanager
def opensearch(nodes: int = 1, *, measuring: bool = False) -> Iterator[Cluster]:
    """An OpenSearch of the block's own, which ends with it; otherwise as ``elasticsearch``."""
    with _running(OPENSEARCH, nodes, measuring) as cluster:
        yield cluster


@contextmanager
def _running(kind: Kind, nodes: int, measuring: bool) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix=f"pomost-{kind.name}-"))
    try:
        cluster = Cluster(kind, folder, nodes, measuring=measuring)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
