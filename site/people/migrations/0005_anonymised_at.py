from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_one_organisation_a_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="anonymised_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="anonymised"),
        ),
    ]
