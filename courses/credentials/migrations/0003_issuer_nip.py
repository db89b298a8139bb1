from django.db import migrations

import people.registry_numbers


class Migration(migrations.Migration):
    dependencies = [("credentials", "0002_renewal")]

    operations = [
        migrations.AddField(
            model_name="credentialsettings",
            name="nip",
            field=people.registry_numbers.RegistryNumberField(
                blank=True,
                help_text="Of the issuer. It stands in the file for Europass, which asks for an official number.",
                kind="nip",
                max_length=14,
                null=True,
                verbose_name="NIP",
            ),
        ),
    ]
