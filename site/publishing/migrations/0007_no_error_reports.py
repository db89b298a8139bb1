from django.db import migrations


class Migration(migrations.Migration):
    """Reports of errors are questions of readers (``guidance``), whose migration takes them over before this one."""

    dependencies = [("publishing", "0006_accessibility_statement")]

    operations = [migrations.DeleteModel(name="ErrorReport")]
