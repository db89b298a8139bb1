from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coursework", "0005_reviews_corrected_and_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="unsentwork", name="one_unsent_text_a_work"),
        migrations.RenameModel(old_name="UnsentWork", new_name="UnsentText"),
        migrations.RenameField(model_name="unsenttext", old_name="kept_at", new_name="saved_at"),
        migrations.AddConstraint(
            model_name="unsenttext",
            constraint=models.UniqueConstraint(fields=("user", "assignment"), name="one_unsent_text_an_assignment"),
        ),
    ]
