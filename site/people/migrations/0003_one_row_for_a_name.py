"""Gives every organisation the key of its name, and makes one row of those whose names are equal.

The oldest row stays, with its name and kind; the people of the others move to it. In a migration of its own: PostgreSQL
adds no constraint to a table with changes in the same transaction.
"""

import unicodedata

from django.db import migrations


def key_of(name):
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def merge(apps, schema_editor):
    organisations = apps.get_model("people", "Organisation").objects
    people = apps.get_model("people", "User").objects
    first = {}
    for organisation in organisations.order_by("pk").iterator():
        key = key_of(organisation.name)
        if key in first:
            people.filter(organisation_id=organisation.pk).update(organisation_id=first[key])
            organisation.delete()
        else:
            first[key] = organisation.pk
            organisation.name_key = key
            organisation.save(update_fields=["name_key"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_organisation_name_key")]

    operations = [migrations.RunPython(merge, migrations.RunPython.noop)]
