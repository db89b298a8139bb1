"""``manage.py import_results FILE...``: imports text pages with projects and results into the results base."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from resources.results.import_report import report
from resources.results.importing.files import LARGEST, FileRefusedError, text_of
from resources.results.importing.page import read_page
from resources.results.models import ProjectIndex
from resources.results.services import import_page


class Command(BaseCommand):
    """Imports projects and results; each file is one transaction."""

    help = "Imports text pages with projects and results into the results base."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(settings.LANGUAGE_CODE):
            base = ProjectIndex.objects.live().order_by("path").first()
            if base is None:
                raise CommandError(_("The site has no results base. Make one below the home page and publish it."))
            if options["dry_run"]:
                with transaction.atomic():  # each file finds what those before it would have made
                    refused = self._import_all(base, options["files"])
                    transaction.set_rollback(True)
                self.stdout.write(_("Nothing was saved: this was a dry run."))
            else:
                refused = self._import_all(base, options["files"])
            if refused:
                raise CommandError(_("Not imported: %(files)s") % {"files": ", ".join(map(str, refused))})

    def _import_all(self, base: ProjectIndex, paths: list[Path]) -> list[Path]:
        """Imports the files; returns those that were not taken."""
        return [path for path in paths if not self._import(base, path)]

    def _import(self, base: ProjectIndex, path: Path) -> bool:
        """Imports one file and reports it. Returns whether it was taken."""
        try:
            data = _read(path)
            parsed = read_page(text_of(data))
        except FileRefusedError as error:
            self.stderr.write(f"{path}: {error}")
            return False
        digest = hashlib.sha256(data).hexdigest()
        imported = import_page(base=base, parsed=parsed, file_name=path.name, digest=digest)
        for number, line in enumerate(report(parsed, imported)):
            self.stdout.write(line if number else f"{path}: {line}")
        return imported.page is not None


def _read(path: Path) -> bytes:
    """The bytes of a file, a few more than are taken at most. Raises ``FileRefusedError``."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise FileRefusedError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from error
