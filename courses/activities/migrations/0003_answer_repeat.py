from uuid import uuid4

from django.db import migrations, models


def give_keys_of_their_own(apps, schema_editor):
    """On the way back one key is one answer again: those that share one keep their answers under new keys."""
    answer = apps.get_model("activities", "Answer")
    for row in answer.objects.filter(repeat__gt=0).only("pk"):
        answer.objects.filter(pk=row.pk).update(key=uuid4())


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="answer", name="one_answer_a_key"),
        migrations.AddField(model_name="answer", name="repeat", field=models.PositiveIntegerField(default=0)),
        migrations.RunPython(migrations.RunPython.noop, give_keys_of_their_own, elidable=True),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("user", "key", "repeat"), name="one_answer_a_key_and_repeat"),
        ),
    ]
