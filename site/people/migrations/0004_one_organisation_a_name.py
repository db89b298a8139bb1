from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_one_row_for_a_name")]

    operations = [
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("name_key",), name="one_organisation_a_name"),
        ),
    ]
