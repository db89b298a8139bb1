"""The Java parts of an engine: fetched by Maven, completed and compiled once, then kept in the user's cache."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

from pomost.setup.environment import digest
from tests.search.engines.kinds import Kind
from tests.search.engines.launching import (
    FOR_TESTS,
    RECORDING,
    EngineUnavailableError,
    command,
    java,
    java_version,
    make_home,
    port_files,
)

RECORDING_TIMEOUT = 240.0
"""Seconds for the one recorded start; a quiet machine takes twenty."""


def cache() -> Path:
    """The folder of all fetched parts."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "pomost" / "engines"


def parts_of(kind: Kind) -> Path:
    """The folder with all that Java needs to run an engine; makes it if it is not there.

    The folder's name has a hash of the sources, so a changed version or launcher gets a folder of its own. Processes
    that ask at the same time wait for the first one. Raises ``EngineUnavailableError``.
    """
    sources = sorted(path for path in kind.sources.rglob("*") if path.is_file())
    folder = cache() / f"{kind.name}-{digest(java_version(), *sources)[:16]}"
    if (folder / RECORDING).exists():
        return folder
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / f"{kind.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with tempfile.TemporaryDirectory(dir=cache(), prefix=f"{kind.name}-unfinished-") as name:
            unfinished = Path(name)
            if not folder.is_dir():
                _fetch(kind, unfinished / "parts")
                _compile(kind, unfinished / "parts")
                (unfinished / "parts").rename(folder)
            if not (folder / RECORDING).exists():
                _record_start(kind, folder, unfinished)  # in its final place: Java compares the paths of the parts
    return folder


def fetch(pom: Path, target: Path) -> None:
    """Copies what a pom names below ``target``. Raises ``EngineUnavailableError``."""
    maven = shutil.which("mvn")
    if maven is None:
        raise EngineUnavailableError("Maven is missing. On Debian: apt install maven")
    _run([maven, "--batch-mode", "--quiet", f"--file={pom}", f"-Dparts={target}", "generate-resources"])


def _fetch(kind: Kind, target: Path) -> None:
    fetch(kind.sources / "pom.xml", target)
    if (kind.sources / "modules").is_dir():
        shutil.copytree(kind.sources / "modules", target / "modules", dirs_exist_ok=True)


def _compile(kind: Kind, target: Path) -> None:
    """Compile the launcher into a JAR: Java records no classes from a folder."""
    libraries = ":".join(str(path) for path in sorted((target / "lib").glob("*.jar")))
    compiler = next((target / "compiler").glob("ecj-*.jar"))
    options = ["-21", "-nowarn", "-cp", libraries, "-d", str(target / "classes")]
    _run([str(java()), "-jar", str(compiler), *options, str(kind.sources / f"{kind.launcher}.java")])
    with zipfile.ZipFile(target / "launcher.jar", "w") as jar:
        for path in sorted((target / "classes").rglob("*.class")):
            jar.write(path, path.relative_to(target / "classes"))
    for name in ("classes", "compiler"):
        shutil.rmtree(target / name)


def _record_start(kind: Kind, parts: Path, scratch: Path) -> None:
    """Start the engine once for Java's ahead-of-time cache (JEP 514), which Java writes when the process ends."""
    home, written, log = scratch / "home", scratch / RECORDING, scratch / "log"
    make_home(parts, home)
    options = (*FOR_TESTS, f"-XX:AOTCacheOutput={written}")
    settings = {"discovery.type": "single-node", "http.port": "0", "transport.port": "0"}
    give_up = time.monotonic() + RECORDING_TIMEOUT
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(kind, parts, home, options, settings),
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        while not all(path.exists() for path in port_files(home).values()):
            if process.poll() is not None or time.monotonic() > give_up:
                said = log.read_text(errors="replace")[-2000:]
                raise EngineUnavailableError(f"{kind.name} does not start on this machine:\n{said}")
            time.sleep(0.1)
        process.communicate(timeout=RECORDING_TIMEOUT)  # ends the standard input, and so the node
    except subprocess.TimeoutExpired as error:
        raise EngineUnavailableError(f"{kind.name} does not end on this machine") from error
    finally:
        process.kill()
        process.wait()
    written.touch()  # a Java that records nothing ignores the empty file later
    written.rename(parts / RECORDING)


def _run(arguments: list[str]) -> None:
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise EngineUnavailableError(f"This command failed: {' '.join(arguments)[:200]}\n{said[-2000:]}")
