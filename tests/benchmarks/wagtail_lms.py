"""A site with wagtail-lms beside Pomost: the same Django, Wagtail and gunicorn, in an environment made for the run."""

import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pomost.setup.environment import Environment
from tests.benchmarks.throwaway import ROOT, Throwaway

RELEASE = "0.11.1"
SITE = "tests.benchmarks.wagtail_lms_site"


class NotInstalledError(Exception):
    """wagtail-lms cannot be installed here; the message says why."""


def install(folder: Path) -> Throwaway:
    """Makes the environment and an empty database in ``folder``. Raises ``NotInstalledError``, as without a network."""
    folder.mkdir(parents=True)
    known = Environment(ROOT).uv
    uv = str(known) if known.exists() else shutil.which("uv")
    if uv is None:
        raise NotInstalledError("uv is not installed")
    python = folder / "venv" / "bin" / "python"
    same = [f"{name}=={version(name)}" for name in ("django", "wagtail", "gunicorn")]
    for command in (
        ["venv", "--quiet", "--python", sys.executable, str(folder / "venv")],
        ["pip", "install", "--quiet", "--python", str(python), f"wagtail-lms=={RELEASE}", *same],
    ):
        done = subprocess.run([uv, *command], capture_output=True, text=True, cwd=folder)
        if done.returncode:
            raise NotInstalledError(" ".join(done.stderr.split())[-200:])
    site = Throwaway(folder, python=str(python))
    site.environment["DJANGO_SETTINGS_MODULE"] = f"{SITE}.settings"
    site.migrate()
    return site


def build(site: Throwaway, *, text: str, lessons: int, learners: int, activities: int = 1) -> dict[str, Any]:
    """A course of so many lessons with this text and these activities each: its addresses, learners with sessions."""
    given = site.folder / "given.json"
    wanted = {"text": text, "lessons": lessons, "learners": learners, "activities": activities}
    given.write_text(json.dumps(wanted), encoding="utf-8")
    built: dict[str, Any] = site.ask(f"{SITE}.build", str(given))
    return built
