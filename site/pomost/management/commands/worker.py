"""``manage.py worker``: runs the background tasks of all queues."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pomost import worker


class Command(BaseCommand):
    help = "Does background tasks until stopped (SIGTERM: after the task under way; twice: at once)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-stdin-closes",
            action="store_true",
            help="stop as after SIGTERM when standard input is closed: when the process that started this one is gone",
        )
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks for tasks")

    def handle(self, *args: Any, interval: float, until_stdin_closes: bool, **options: Any) -> None:
        if not worker.runs_in_background():
            raise CommandError("Tasks are done at once with these settings: there is nothing for a worker to do.")
        task_worker = worker.make(interval=max(interval, 0.1))
        task_worker.configure_signals()
        if until_stdin_closes:
            threading.Thread(target=worker.stop_when_stdin_closes, daemon=True).start()
        worker.run(task_worker)
