"""``manage.py loaddemo``: loads the demo content into an empty site. Idempotent."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from demo import people
from demo.loading import load


class Command(BaseCommand):
    """Loads the demo content."""

    help = "Loads the demo content where it is missing. Accounts with a known password only in development."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="only print one sign-in for each role")
        parser.add_argument(
            "--with-people", action="store_true", help="make the demo's accounts even where DEBUG is off"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            for persona in people.SIGN_INS:
                self.stdout.write(f"  {persona.role:<14} {persona.email:<26} {people.PASSWORD}")
            return
        made = load(with_people=settings.DEBUG or options["with_people"])
        if made and "django_tasks_db" in settings.TASKS["default"]["BACKEND"]:
            self.stdout.write("Demo content: making it findable ...")
            call_command("db_worker", batch=True, verbosity=0)
        self.stdout.write(f"Demo content: {made} items made." if made else "Demo content: all there, nothing changed.")
