"""The synonyms that every site starts with; editors change them."""

from typing import Any

from django.db import migrations

GROUPS = (
    ("NGO", "organizacja pozarządowa", "organizacja społeczna", "trzeci sektor", "III sektor", "sektor pozarządowy"),
    ("JST", "jednostka samorządu terytorialnego", "samorząd", "gmina"),
    ("OPP", "organizacja pożytku publicznego"),
    ("KRS", "Krajowy Rejestr Sądowy"),
    ("ZUS", "Zakład Ubezpieczeń Społecznych"),
    ("RODO", "ochrona danych osobowych", "dane osobowe", "GDPR"),
    ("IOD", "inspektor ochrony danych"),
    ("UODO", "Urząd Ochrony Danych Osobowych"),
    ("BHP", "bezpieczeństwo i higiena pracy"),
    ("PPK", "pracowniczy plan kapitałowy"),
    ("PIP", "Państwowa Inspekcja Pracy", "inspekcja pracy"),
    ("KPA", "Kodeks postępowania administracyjnego"),
    ("ZFŚS", "zakładowy fundusz świadczeń socjalnych"),
    ("OPL", "Ośrodek Partnerstwa Lokalnego"),
    ("IOP", "inkubator organizacji pozarządowych"),
    ("RDPP", "Rada Działalności Pożytku Publicznego"),
    ("PFRON", "Państwowy Fundusz Rehabilitacji Osób Niepełnosprawnych"),
    ("EFS", "Europejski Fundusz Społeczny"),
    ("VAT", "podatek od towarów i usług"),
    ("PIT", "podatek dochodowy od osób fizycznych", "zaliczka na podatek"),
    ("grant", "dotacja", "dofinansowanie"),
    ("mały grant", "tryb pozakonkursowy", "art. 19a"),
    ("etat", "umowa o pracę", "stosunek pracy"),
    ("śmieciówka", "umowa cywilnoprawna", "umowa zlecenia"),
    ("zwolnić pracownika", "zwolnienie pracownika", "zwolnienie z pracy", "wypowiedzenie umowy", "rozwiązanie umowy"),
    ("L4", "zwolnienie lekarskie", "chorobowe"),
    ("pensja", "wynagrodzenie", "płaca", "wypłata", "zarobki"),
    ("płaca minimalna", "minimalne wynagrodzenie", "najniższa krajowa"),
    ("praca zdalna", "home office", "praca z domu", "telepraca"),
    ("cudzoziemiec", "obcokrajowiec", "uchodźca"),
    ("wolontariat", "wolontariusz", "praca społeczna"),
    ("biznes", "przedsiębiorca", "firma", "przedsiębiorstwo"),
    ("rekrutacja", "nabór"),
    ("szkolenie", "kurs"),
    ("diagnoza", "analiza potrzeb", "badanie potrzeb"),
    ("konsultacje społeczne", "konsultowanie"),
    ("świadectwo", "zaświadczenie", "certyfikat"),
    ("mobbing", "nękanie"),
    ("delegacja", "podróż służbowa"),
    ("nadgodziny", "praca w godzinach nadliczbowych"),
    ("urlop wypoczynkowy", "wakacje"),
    ("koordynator", "animator"),
    ("lider", "prezes", "przewodniczący"),
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
