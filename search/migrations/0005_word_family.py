"""Words know their family; it is filled in when the index is made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pomost_search", "0004_pending_updates")]

    operations = [
        migrations.AddField(
            model_name="word",
            name="family",
            field=models.CharField(db_index=True, default="", max_length=60),
        ),
    ]
