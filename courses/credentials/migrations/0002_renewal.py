from django.db import migrations, models
from django.db.models import Q


def name_the_reason(apps, schema_editor):
    """Certificates could be replaced after a change of name only."""
    certificates = apps.get_model("credentials", "Certificate").objects
    certificates.filter(replaced_at__isnull=False).update(replaced_for="name")


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_certificates")]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="replaced_for",
            field=models.CharField(
                blank=True,
                choices=[("name", "another name"), ("renewal", "renewed after it expired")],
                max_length=10,
                verbose_name="why it was replaced",
            ),
        ),
        migrations.RunPython(name_the_reason, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_for="") | (Q(replaced_at__isnull=False) & ~Q(replaced_for="")),
                name="certificate_replaced_for_a_reason",
            ),
        ),
    ]
