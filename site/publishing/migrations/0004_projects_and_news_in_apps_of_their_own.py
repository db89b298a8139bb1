"""Projects move to the app ``results`` and news to ``news``: rows stay, tables and content types get the new app's name.

The content types keep their ids, so everything that refers to them stays right: pages and the JSON of revisions, permissions,
the log, workflows, the reference index and the search index. The state of the models is created by the first migrations of
``news`` and ``results``, which depend on this one.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import migrations

# Children before what they refer to: no state in between has a foreign key to a model that is gone.
MOVED = {
    "ProjectDocument": "results",
    "ProjectPart": "results",
    "ProjectSource": "results",
    "Project": "results",
    "ProjectIndex": "results",
    "NewsItem": "news",
    "NewsIndex": "news",
}


def rename(apps, schema_editor):
    for name, app in MOVED.items():
        _rename(apps, schema_editor.connection.alias, name.lower(), "publishing", app)


def rename_back(apps, schema_editor):
    for name, app in MOVED.items():
        _rename(apps, schema_editor.connection.alias, name.lower(), app, "publishing")


def _rename(apps, using, model, old, new):
    types = apps.get_model("contenttypes", "ContentType").objects.using(using).filter(model=model)
    if types.filter(app_label=old).exists():
        # The new one is there only where a process with the new code asked for it before this migration; no row can refer to it.
        types.filter(app_label=new).delete()
        types.filter(app_label=old).update(app_label=new)
        ContentType.objects.clear_cache()  # what this process has loaded by id still has the old name


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0003_stale_pages"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name, f"{app}_{name.lower()}") for name, app in MOVED.items()
            ],
            state_operations=[migrations.DeleteModel(name) for name in MOVED],
        ),
        migrations.RunPython(rename, rename_back),
    ]
