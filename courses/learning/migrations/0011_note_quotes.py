from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0010_quiz_attempts")]

    operations = [
        migrations.RemoveConstraint(model_name="note", name="one_note_a_passage"),
        migrations.AddField(
            model_name="note",
            name="quote",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="passage"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "lesson", "anchor", "quote"), name="one_note_a_passage"
            ),
        ),
    ]
