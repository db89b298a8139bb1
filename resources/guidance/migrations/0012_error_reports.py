from django.db import migrations
from django.utils import timezone


def take_over(apps, schema_editor):
    """Makes each report of an error a question of that kind; those that were dealt with are closed."""
    reports, questions = apps.get_model("publishing", "ErrorReport").objects, apps.get_model("guidance", "Question")
    now = timezone.now()
    questions.objects.bulk_create(
        (
            questions(
                page_id=report.page_id,
                kind="error",
                text=report.text,
                asked_at=report.created_at,
                state="closed" if report.handled else "new",
                handled_at=now if report.handled else None,
            )
            for report in reports.order_by("pk").iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("guidance", "0011_validation"), ("publishing", "0006_accessibility_statement")]
    run_before = [("publishing", "0007_no_error_reports")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
