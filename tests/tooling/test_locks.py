"""Locks have hashes for all packages, and contain no registry URL or local path."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTRAS = ("elasticsearch", "opensearch", "postgresql", "redis", "xblocks")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;]+)(?P<marker> ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(path: Path) -> dict[str, str]:
    return {match["name"]: match["version"] for line in path.read_text().splitlines() if (match := PIN.match(line))}


def test_all_locks_are_there():
    names = [path.stem for path in LOCKS]
    assert names == sorted([*EXTRAS, "dev", "node", "runtime", "uv"])


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_lock_holds_pins_and_hashes_and_nothing_else(path):
    text = path.read_text()
    assert "http" not in text.lower()
    strange = [line for line in text.splitlines() if not PIN.match(line) and not HASH.match(line)]
    assert strange == []
    assert len(pins(path)) == sum(1 for line in text.splitlines() if PIN.match(line))


@pytest.mark.parametrize("name", [*EXTRAS, "dev"])
def test_wider_lock_holds_the_runtime_with_the_same_versions(name):
    runtime, wider = pins(ROOT / "requirements" / "runtime.txt"), pins(ROOT / "requirements" / f"{name}.txt")
    assert {package: wider.get(package) for package in runtime} == runtime


def test_development_has_every_extra():
    dev = pins(ROOT / "requirements" / "dev.txt")
    for name in EXTRAS:
        extra = pins(ROOT / "requirements" / f"{name}.txt")
        assert {package: dev.get(package) for package in extra} == extra


def test_npm_lock_holds_hashes_and_no_registry_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert packages
    for path, package in packages.items():
        assert "resolved" not in package
        assert path == "" or package["integrity"].startswith("sha512-")
