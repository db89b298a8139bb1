"""Sections know their themes; they are filled in when the index is made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pomost_search", "0005_word_family")]

    operations = [
        migrations.AddField(
            model_name="section",
            name="themes",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
