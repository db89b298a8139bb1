"""``manage.py verify_learning``: compares the learning events with the tables."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from courses.learning.verification import report


class Command(BaseCommand):
    help = "Tells where learning events and the tables that they tell of differ; exit code 1 when they do."

    def handle(self, *args: Any, **options: Any) -> None:
        code = report(self.stdout.write)
        if code:
            sys.exit(code)
