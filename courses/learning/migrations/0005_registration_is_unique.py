from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_fill_learning_events")]

    operations = [
        migrations.AlterField(
            model_name="enrolment",
            name="registration",
            field=models.UUIDField(
                default=uuid4, unique=True, editable=False, help_text="What learning events call this enrolment."
            ),
        ),
    ]
