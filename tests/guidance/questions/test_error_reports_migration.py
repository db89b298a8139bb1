"""The migration that makes reports of errors questions of readers loses none of them."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from resources.guidance.models import Chapter, Question

migration = import_module("resources.guidance.migrations.0012_error_reports")
CAME = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_reports_become_questions_and_those_dealt_with_are_closed(chapter: Chapter) -> None:
    before = [("guidance", "0011_validation"), ("publishing", "0006_accessibility_statement")]
    apps = MigrationExecutor(connection).loader.project_state(before).apps
    reports = apps.get_model("publishing", "ErrorReport").objects
    with connection.cursor() as cursor:  # the table is gone by now
        cursor.execute(
            "create table publishing_errorreport (id integer primary key, page_id integer, text text, handled boolean,"
            " created_at timestamp with time zone)"
        )
    for number, handled in enumerate((False, True), start=1):
        reports.create(pk=number, page_id=chapter.pk, text=f"Błąd {number}", handled=handled)
    reports.update(created_at=CAME)
    migration.take_over(apps, None)
    rows = Question.objects.order_by("pk").values_list("page", "kind", "text", "asked_at", "state", "email", "anchor")
    assert list(rows) == [
        (chapter.pk, "error", "Błąd 1", CAME, "new", "", ""),
        (chapter.pk, "error", "Błąd 2", CAME, "closed", "", ""),
    ]
    assert list(Question.objects.filter(handled_at=None).values_list("text", flat=True)) == ["Błąd 1"]
