"""The copy of a user's data: a ZIP file with JSON, a page in HTML and the user's files."""

import json
import posixpath
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.exporting import File, Section, Value, sections_of
from people.models import User

DATA, PAGE, FOLDER = "dane.json", "dane.html", "pliki"
"""The names in the archive."""

LONGEST_NAME = 80
"""Characters of the name of a file without its extension."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value on the page, with the label of its column; ``url`` is the path of a file in the archive."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: a list of entries for each row; ``left_out`` rows are in the JSON only."""

    key: str
    title: str
    count: int
    rows: tuple[tuple[Entry, ...], ...]
    left_out: bool


def write_archive(user: User) -> IO[bytes]:
    """Returns the archive as a temporary file, at its start. Files that are missing in the storage are left out.

    It takes about a second with 500 answers and 20 files of 1 MB, so it is made in the request.
    """
    with translation.override(settings.LANGUAGE_CODE):
        sections = sections_of(user)
        now = timezone.now()
        made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            paths = _write_files(archive, sections)
            archive.writestr(DATA, _json(user, sections, paths, now))
            context = {"account": user, "made_at": now, "parts": _parts(sections, paths), "data": DATA}
            archive.writestr(PAGE, render_to_string("people/export/page.html", context))
    made.seek(0)
    return made


def _write_files(archive: zipfile.ZipFile, sections: Iterable[Section]) -> dict[File, str]:
    """Writes all files; returns the path of each in the archive."""
    paths: dict[File, str] = {}
    files = (value for section in sections for row in section.rows for value in row if isinstance(value, File))
    for file in files:
        try:
            content = file.storage.open(file.stored_as)
        except FileNotFoundError:
            continue
        paths[file] = f"{FOLDER}/{len(paths) + 1:03}-{safe_name(file.name)}"
        # Texts and pictures of office programs are compressed already.
        info = zipfile.ZipInfo(paths[file], date_time=timezone.localtime().timetuple()[:6])
        with content, archive.open(info, "w", force_zip64=True) as target:
            shutil.copyfileobj(content, target)
    return paths


def safe_name(name: str) -> str:
    """A name of a file that every system unpacks: ASCII letters, digits and hyphens, without a path."""
    stem, extension = posixpath.splitext(name.replace("\\", "/").rpartition("/")[2])
    plain = unicodedata.normalize("NFC", stem).translate(str.maketrans("łŁ", "lL"))
    kind = slugify(extension)[:10]
    return (slugify(plain)[:LONGEST_NAME] or "plik") + (f".{kind}" if kind else "")


def _json(user: User, sections: Iterable[Section], paths: dict[File, str], now: datetime) -> str:
    def plain(value: Any) -> Any:
        if isinstance(value, File):
            return paths.get(value)
        if isinstance(value, (datetime, date)):
            return value.isoformat()
        return str(value)  # UUIDs and lazy texts

    data = {
        "site": settings.WAGTAILADMIN_BASE_URL,
        "made_at": now,
        "account": user.pk,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "rows": [
                    dict(zip((column.name for column in section.columns), row, strict=True)) for row in section.rows
                ],
            }
            for section in sections
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=plain)


def _parts(sections: Iterable[Section], paths: dict[File, str]) -> list[Part]:
    return [
        Part(
            section.key,
            str(section.title),
            len(section.rows),
            ()
            if section.json_only
            else tuple(
                tuple(
                    Entry(str(column.label), *_shown(value, paths))
                    for column, value in zip(section.columns, row, strict=True)
                    if value not in (None, "", (), [], {})
                )
                for row in section.rows
            ),
            section.json_only,
        )
        for section in sections
    ]


def _shown(value: Value, paths: dict[File, str]) -> tuple[str, str]:
    """The value as text for the page, and the path of a file in the archive."""
    if isinstance(value, File):
        path = paths.get(value, "")
        return (value.name, path) if path else (_("%(name)s (the file is missing)") % {"name": value.name}, "")
    if isinstance(value, bool):
        return (_("yes") if value else _("no")), ""
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT"), ""
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT"), ""
    if isinstance(value, float):
        return formats.number_format(value), ""
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return "; ".join(value), ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str), ""
    return str(value) if not isinstance(value, UUID) else value.hex, ""
