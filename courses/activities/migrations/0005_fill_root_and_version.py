from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Every tree so far has one block, its root; the version answered is that of the learner's last answer."""
    answer = apps.get_model("activities", "Answer")
    last = answer.objects.filter(user=OuterRef("user"), activity=OuterRef("activity")).order_by("-created_at", "-pk")
    states = apps.get_model("activities", "LearnerState").objects.filter(scope="user_state")
    states.update(root=True, version=Subquery(last.values("version")[:1]))


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_root_and_version")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
