"""The synonyms that every site starts with; editors change them."""

from typing import Any

from django.db import migrations

GROUPS = (
    ("NGO", "organizacja pozarządowa", "organizacja społeczna", "trzeci sektor", "III sektor"),
    ("JST", "jednostka samorządu terytorialnego", "samorząd"),
    ("OPP", "organizacja pożytku publicznego"),
    ("KRS", "Krajowy Rejestr Sądowy"),
    ("ZUS", "Zakład Ubezpieczeń Społecznych"),
    ("RODO", "ochrona danych osobowych", "GDPR"),
    ("BHP", "bezpieczeństwo i higiena pracy"),
    ("PPK", "pracowniczy plan kapitałowy"),
    ("PIP", "Państwowa Inspekcja Pracy"),
    ("KP", "Kodeks pracy"),
    ("KPA", "Kodeks postępowania administracyjnego"),
    ("FIO", "Fundusz Inicjatyw Obywatelskich"),
    ("PFRON", "Państwowy Fundusz Rehabilitacji Osób Niepełnosprawnych"),
    ("BDO", "baza danych o odpadach"),
    ("grant", "dotacja"),
    ("mały grant", "tryb pozakonkursowy", "art. 19a"),
    ("etat", "umowa o pracę"),
    ("wolontariat", "wolontariusz"),
    ("pensja", "wynagrodzenie"),
    ("płaca minimalna", "minimalne wynagrodzenie", "najniższa krajowa"),
    ("L4", "zwolnienie lekarskie"),
    ("home office", "praca zdalna"),
    ("cudzoziemiec", "obcokrajowiec"),
    ("Rada Działalności Pożytku Publicznego", "RDPP"),
)


def add(apps: Any, schema_editor: Any) -> None:
    group = apps.get_model("pomost_search", "SynonymGroup")
    group.objects.bulk_create(group(terms="\n".join(terms)) for terms in GROUPS)


def remove(apps: Any, schema_editor: Any) -> None:
    apps.get_model("pomost_search", "SynonymGroup").objects.filter(
        terms__in=["\n".join(terms) for terms in GROUPS]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("pomost_search", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
