from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0005_partnership"),
    ]

    operations = [
        migrations.RemoveField(model_name="project", name="leader"),
        migrations.RemoveField(model_name="project", name="partners"),
    ]
