"""Prints a new key that signs badges."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.credentials.badges.keys import new_entry


class Command(BaseCommand):
    help = "Prints a new key for POMOST_BADGE_KEYS. Put it before the others: the first one signs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default=f"key-{timezone.localdate():%Y-%m-%d}", help="of the key; not secret")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(new_entry(options["name"]))
