"""Sets documents with Typst."""

import dataclasses
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.utils import formats, timezone, translation
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from fontTools.ttLib import TTFont

TEMPLATES = settings.ROOT / "templates" / "typst"
COMPILER = Path(__file__).with_name("compiling.py")
LONGEST = 60
"""The most seconds of one document."""
MISSING = "?"
"""Stands for characters that no font of a document has: PDF/UA allows no glyph without a meaning."""


class PdfError(Exception):
    """A PDF could not be made; the message says why, for the log."""


def render_pdf(
    template: str, data: Any, *, title: str, language: str = "pl", files: Mapping[str, bytes] | None = None
) -> bytes:
    """A PDF/UA-1 document of ``templates/typst/<template>.typ``.

    ``data`` is a dataclass, or a mapping of what JSON can hold, and dates, which are written in words; the template
    reads it as ``data``. ``files`` are images by the names that the data give them. Dates and texts of the interface
    are in ``language``. Raises ``PdfError``.
    """
    with _sources(template, data, title=title, language=language, files=files or {}) as source:
        return _compile(source)


def render_pictures(
    template: str,
    data: Any,
    *,
    title: str,
    pixels: int,
    language: str = "pl",
    files: Mapping[str, bytes] | None = None,
) -> list[bytes]:
    """The pages of the same document as PNG, of so many pixels per inch. Raises ``PdfError``."""
    with _sources(template, data, title=title, language=language, files=files or {}) as source:
        _compile(source, str(pixels))
        pages = sorted(source.parent.glob("*.png"), key=lambda page: int(page.stem))
        return [page.read_bytes() for page in pages]


@contextmanager
def _sources(template: str, data: Any, *, title: str, language: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    """The template, in a folder with what it reads."""
    with translation.override(language):
        values = {"title": title, "language": language, "data": _plain(data), "made": _plain(timezone.localdate())}
    sources = {f"{name}.typ": text.encode() for name, text in _templates(template, settings.DEBUG).items()}
    sources["values.json"] = orjson.dumps(values)
    with TemporaryDirectory() as name:  # in memory Typst takes no images
        folder = Path(name)
        for file, content in {**sources, **files}.items():
            (folder / file).write_bytes(content)
        yield folder / f"{template}.typ"


def _compile(source: Path, *options: str) -> bytes:
    command = [sys.executable, "-I", str(COMPILER), str(source), str(fonts_folder()), *options]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"{source.stem}: not made in {LONGEST} seconds") from error
    if done.returncode != 0:
        raise PdfError(f"{source.stem}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    """The document as a file ``<name>.pdf`` that browsers show."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or ""
    return response


def _templates(template: str, fresh: bool) -> dict[str, str]:
    """The texts of the look and of one template; ``fresh`` reads them again."""
    read = _read if fresh else _read_once
    return {name: read(TEMPLATES / f"{name}.typ") for name in ("look", template)}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


_read_once = cache(_read)


def fonts_folder() -> Path:
    """The folder of the fonts, made by ``pomost fonts``. Raises ``PdfError`` where they are missing."""
    folder = Path(settings.PRINT_FONTS)
    if not any(folder.glob("*.ttf")):
        raise PdfError("The fonts of PDF documents are missing. Run: pomost fonts")
    return folder


@cache
def _known() -> frozenset[int]:
    """The characters that the fonts have."""
    return frozenset(code for path in fonts_folder().glob("*.ttf") for code in TTFont(path).getBestCmap())


def _plain(value: Any) -> Any:
    """What JSON can hold; dates in words; characters that no font has replaced by ``MISSING``."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if value is None or isinstance(value, bool | int | float):
        return value
    text = force_str(value) if isinstance(value, Promise) else str(value)
    return "".join(_shown(sign) for sign in text.replace("\xad", ""))


def _shown(sign: str) -> str:
    """The sign, or what it stands for where no font has it: "a" for a raised one, as in an article of law."""
    known = _known()
    if ord(sign) in known or sign in "\n\t":
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    return plain if all(ord(part) in known for part in plain) else MISSING
