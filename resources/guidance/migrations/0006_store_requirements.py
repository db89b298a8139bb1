from django.db import migrations
from django.utils import timezone

HOLDERS = (("guidance", "chapter"), ("catalogue", "lesson"))


def mark(apps, schema_editor):
    """Marks the pages that may hold requirements: the worker renders them again, which stores their requirements."""
    database = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    pages = apps.get_model("wagtailcore", "Page").objects.using(database).filter(live=True)
    stale = apps.get_model("publishing", "StalePage")
    for app_label, model in HOLDERS:
        kinds = types.filter(app_label=app_label, model=model)
        stale.objects.using(database).bulk_create(
            (
                stale(page_id=pk, marked_at=timezone.now(), state="waiting")
                for pk in pages.filter(content_type__in=kinds).values_list("pk", flat=True)
            ),
            batch_size=500,
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    """In a migration of its own: PostgreSQL alters no table that was written to in the same transaction."""

    dependencies = [
        ("guidance", "0005_requirements"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
