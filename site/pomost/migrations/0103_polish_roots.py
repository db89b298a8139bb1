"""Polish names of the two roots that Wagtail creates in English, unless somebody has renamed them."""

from django.db import migrations

STOCK = "Root"
PAGES = "Wszystkie strony"
COLLECTIONS = "Główna kolekcja"


def name_roots(apps, schema_editor):
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=STOCK).update(title=PAGES, draft_title=PAGES)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=STOCK).update(name=COLLECTIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("pomost", "0102_worker"),
    ]

    operations = [
        migrations.RunPython(name_roots, migrations.RunPython.noop),
    ]
