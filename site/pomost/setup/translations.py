"""Translations: compiled without gettext, and checked to be complete and up to date."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps

from polish.typography import no_orphans_html

# Folders without texts of the interface; makemessages skips those that begin with a dot.
SKIPPED = ("build", "docs", "node_modules", "tests", "var")
TEMPLATES = ("py", "html", "txt", "xhtml", "opf")
"""What makemessages reads; the last two are those of books."""
SOURCES = (*(f".{extension}" for extension in TEMPLATES), ".js")

Key = tuple[str, str | tuple[str, ...]]


class TranslationError(Exception):
    """A catalogue could not be collected; the message says why."""


def collected(root: Path) -> list[Path]:
    """Return the .po files of the project's messages, which makemessages collects, sorted."""
    return sorted(root.glob("locale/*/LC_MESSAGES/*.po"))


def catalogues(root: Path) -> list[Path]:
    """Return every .po file: of the project's messages, then of those for a package (``locale/wagtail``)."""
    return collected(root) + sorted(root.glob("locale/*/*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """Read one .po file; raise ``babel.messages.pofile.PoFileError`` if it is malformed."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, abort_invalid=True)


def typeset(catalogue: Catalog) -> Catalog:
    """Add no-break spaces to Polish messages where a line must not end; return the same catalogue."""
    for message in catalogue:
        if message.id and isinstance(message.string, str):
            message.string = no_orphans_html(message.string)
        elif message.id and message.string:
            message.string = tuple(no_orphans_html(form) for form in message.string)
    return catalogue


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue whose .mo file is missing or older; return the .mo files written."""
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, typeset(read(source)))
        fresh.replace(target)
        written.append(target)
    return written


def key(message: Message) -> Key:
    """Return the key of a message: the context and the source text with its plural."""
    return message.context or "", message.id if isinstance(message.id, str) else tuple(message.id)


def name(message_key: Key) -> str:
    """Return a source text as one short line for output."""
    text = message_key[1] if isinstance(message_key[1], str) else message_key[1][0]
    text = " ".join(text.split())
    return text if len(text) <= 70 else f"{text[:69]}…"


def gap(message: Message, forms: int) -> str:
    """Return why a message is not used, "fuzzy" or "untranslated", or ""; ``forms`` is the number of plural forms."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if message.fuzzy:
        return "fuzzy"
    return "" if all(strings) and (not message.pluralizable or len(strings) >= forms) else "untranslated"


def incomplete(catalogue: Catalog) -> Iterator[str]:
    """Name every message that is untranslated, fuzzy or obsolete."""
    for message in catalogue:
        if message.id and (why := gap(message, catalogue.num_plurals)):
            yield f"{why}: {name(key(message))}"
    for message in catalogue.obsolete.values():
        yield f"obsolete: {name(key(message))}"


def collect(folder: Path, language: str = "pl") -> None:
    """Run Django's makemessages in a folder; gettext must be installed.

    Without settings, because with them makemessages would also write into the folders of LOCALE_PATHS.
    """
    command = [sys.executable, "-m", "django", "makemessages", "--locale", language, "--no-location", "--no-obsolete"]
    for extension in TEMPLATES:
        command += ["--extension", extension]
    for folder_name in SKIPPED:
        command += ["--ignore", folder_name]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise TranslationError(f"makemessages failed:\n{done.stdout}{done.stderr}")


def out_of_date(root: Path, catalogue: Path) -> Iterator[str]:
    """Name every message that is in the sources and not in the catalogue, and vice versa."""
    language = catalogue.parents[1].name
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for source in _sources(root):
            copy = folder / source.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        (folder / "locale").mkdir(exist_ok=True)
        collect(folder, language)
        fresh = {key(message) for message in read(folder / catalogue.relative_to(root)) if message.id}
    kept = {key(message) for message in read(catalogue) if message.id}
    for missing in sorted(fresh - kept, key=str):
        yield f"not in the catalogue: {name(missing)}"
    for left_over in sorted(kept - fresh, key=str):
        yield f"no longer in the sources: {name(left_over)}"


def texts_of_wagtail(language: str) -> dict[Key, Message]:
    """Return the messages of the installed Wagtail apps; for a language other than English the translated ones.

    If two apps have the same message, the first installed one is used, as in Django.
    """
    found: dict[Key, Message] = {}
    for app in reversed(list(apps.get_app_configs())):
        path = Path(app.path) / "locale" / language / "LC_MESSAGES/django.po"
        if app.name.split(".")[0] == "wagtail" and path.exists():
            catalogue = read(path)
            found |= {
                key(message): message
                for message in catalogue
                if message.id and (language == "en" or not gap(message, catalogue.num_plurals))
            }
    return found


def wagtail_gaps(root: Path, language: str = "pl") -> list[str]:
    """Name every message of the installed Wagtail that neither its own catalogues nor ``locale/wagtail`` translate."""
    ours = read(root / "locale" / "wagtail" / language / "LC_MESSAGES" / "django.po")
    known = texts_of_wagtail(language).keys() | {key(message) for message in ours if message.id}
    return [name(each) for each in texts_of_wagtail("en") if each not in known]


def _sources(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".") and name not in SKIPPED]
        yield from (Path(folder) / file for file in files if file.endswith(SOURCES))


def problems(root: Path) -> list[str]:
    """Return all problems of the catalogues; whether they are up to date is checked only if gettext is installed."""
    found = []
    ours = collected(root)
    for path in catalogues(root):
        shown = path.relative_to(root)
        found += [f"{shown}: {problem}" for problem in incomplete(read(path))]
        if path in ours and shutil.which("xgettext"):
            found += [f"{shown}: {problem}" for problem in out_of_date(root, path)]
    return found
