"""Wagtail's admin is in Polish: ``locale/wagtail`` fills what Wagtail's own catalogues lack, and no more."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import ngettext, override

from people.roles import EDITOR
from pomost import cli
from pomost.setup import translations
from pomost.setup.translations import Key, key, name
from tests.builders import signed_in

OURS = settings.ROOT / "locale/wagtail/pl/LC_MESSAGES/django.po"
OVERRIDE = "Wagtail: "


def messages(catalogue: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalogue if message.id}


def strings(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def placeholders(text: str) -> list[str]:
    """The names in a text; ``%(name).0s`` keeps one that Polish does not show."""
    return sorted(set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", text.replace(".0s", "s"))))


def tags(text: str) -> list[str]:
    return sorted(re.findall(r"<[^>]+>", text))


ENGLISH = translations.texts_of_wagtail("en")
POLISH = translations.texts_of_wagtail("pl")
ENTRIES = messages(translations.read(OURS))
SCRIPTS = OURS.with_name("djangojs.po")
SCRIPT_ENTRIES = messages(translations.read(SCRIPTS))


def overridden(entry: Message) -> str:
    """Wagtail's translation quoted in the entry's comment; empty for an entry that Wagtail lacks."""
    said = " ".join(entry.user_comments)
    return said.removeprefix(OVERRIDE) if said.startswith(OVERRIDE) else ""


def test_text_without_polish_is_a_warning_of_the_check(tmp_path, monkeypatch, capsys):
    entry = next(message for each, message in ENTRIES.items() if not overridden(message))
    copy = tmp_path / OURS.relative_to(settings.ROOT)
    copy.parent.mkdir(parents=True)
    catalogue = translations.read(OURS)
    catalogue.delete(entry.id, entry.context)
    with copy.open("wb") as file:
        write_po(file, catalogue)
    missing = set(translations.wagtail_gaps(tmp_path)) - set(translations.wagtail_gaps(settings.ROOT))
    assert missing == {name(key(entry))}

    monkeypatch.setattr(translations, "problems", lambda root: [])
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    assert cli.main(["translations", "--check"]) == 0
    assert f"Translations: warning: Wagtail has no Polish for: {name(key(entry))}\n" in capsys.readouterr().out


def test_no_entry_is_superfluous():
    unknown = [name(each) for each in ENTRIES if each not in ENGLISH]
    filled = [name(each) for each, entry in ENTRIES.items() if each in POLISH and not overridden(entry)]
    assert (unknown, filled) == ([], []), "Wagtail no longer has the first, and has Polish of its own for the second"


def scripts_of_wagtail(language: str) -> Catalog:
    admin = Path(apps.get_app_config("wagtailadmin").path)
    return translations.read(admin / "locale" / language / "LC_MESSAGES/djangojs.po")


@pytest.mark.parametrize("scripts", [False, True], ids=["django", "djangojs"])
def test_override_quotes_what_wagtail_says(scripts):
    entries = SCRIPT_ENTRIES if scripts else ENTRIES
    polish = messages(scripts_of_wagtail("pl")) if scripts else POLISH
    quoted = {each: said for each, entry in entries.items() if (said := overridden(entry))}
    said_now = {
        each: f'"{" ".join(" | ".join(dict.fromkeys(strings(polish[each].string))).split())}"'
        for each in quoted
        if each in polish
    }
    changed = [name(each) for each in quoted if quoted[each] != said_now.get(each)]
    assert changed == [], "Wagtail says something else now: is our word still needed?"


def test_scripts_have_polish_for_every_message_of_wagtail(client):
    english, polish = messages(scripts_of_wagtail("en")), messages(scripts_of_wagtail("pl"))
    missing = [
        name(each) for each in english if each not in SCRIPT_ENTRIES and not polish.get(each, Message("")).string
    ]
    unknown = [name(each) for each in SCRIPT_ENTRIES if each not in english]
    assert (missing, unknown) == ([], [])
    served = client.get("/admin/jsi18n/").text
    assert '"Split block": "Podziel blok"' in served
    assert str(translations.read(SCRIPTS).num_plurals) == str(scripts_of_wagtail("pl").num_plurals)


@pytest.mark.parametrize("entries", [ENTRIES, SCRIPT_ENTRIES], ids=["django", "djangojs"])
def test_entries_keep_placeholders_and_markup(entries):
    wrong = []
    for each, entry in entries.items():
        sources, forms = strings(entry.id), strings(entry.string)
        # The form for one may name the number or not, as English does; those for more follow the English plural.
        kept = placeholders(forms[0]) in [placeholders(source) for source in sources]
        kept &= tags(forms[0]) == tags(sources[0])
        kept &= all(
            (placeholders(form), tags(form)) == (placeholders(sources[1]), tags(sources[1])) for form in forms[1:]
        )
        if not kept:
            wrong.append(name(each))
    assert wrong == []


def test_no_word_with_a_gender_stands_before_the_name_of_a_model():
    gendered = re.compile(
        r"\b(ten|ta|tę|tą|tego|tej|inny|inna|nowy|nowa)\s%\((model_name|snippet_type_name|object)\)s", re.I
    )
    said = {**POLISH, **ENTRIES}
    wrong = [name(each) for each, entry in said.items() if any(gendered.search(form) for form in strings(entry.string))]
    assert wrong == []


@pytest.mark.parametrize(("number", "expected"), [(1, "Usuń 1 stronę"), (3, "Usuń 3 strony"), (5, "Usuń 5 stron")])
def test_our_words_stand_before_those_of_wagtail(number, expected):
    with override("pl"):
        assert ngettext("Delete 1 page", "Delete %(counter)s pages", number) % {"counter": number} == expected


@pytest.mark.django_db
def test_start_of_the_admin_counts_in_polish():
    page = signed_in(EDITOR).get("/admin/").text
    counted = re.findall(r"\d+ (\w+) <span class=\"w-sr-only\">", page)
    assert [word[:4] for word in counted] == ["stro", "obra", "doku"]
