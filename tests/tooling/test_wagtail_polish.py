"""Wagtail's admin is wholly in Polish: ``locale/wagtail`` fills what Wagtail's own catalogues lack, and no more."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils.translation import ngettext, override

from demo.people import EDITOR
from pomost.setup import translations
from pomost.setup.translations import Key, gap, key, name

OURS = settings.ROOT / "locale/wagtail/pl/LC_MESSAGES/django.po"
OVERRIDE = "Wagtail: "


def messages(catalogue: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalogue if message.id}


def of_wagtail(language: str) -> dict[Key, Message]:
    """The texts of the installed Wagtail apps; of two apps with one text the first installed wins, as in Django."""
    found: dict[Key, Message] = {}
    for app in reversed(list(apps.get_app_configs())):
        path = Path(app.path) / "locale" / language / "LC_MESSAGES/django.po"
        if app.name.split(".")[0] == "wagtail" and path.exists():
            catalogue = translations.read(path)
            found |= {
                message_key: message
                for message_key, message in messages(catalogue).items()
                if language == "en" or not gap(message, catalogue.num_plurals)
            }
    return found


def strings(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def placeholders(text: str) -> list[str]:
    return sorted(set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", text)))


def tags(text: str) -> list[str]:
    return sorted(re.findall(r"<[^>]+>", text))


ENGLISH = of_wagtail("en")
POLISH = of_wagtail("pl")
ENTRIES = messages(translations.read(OURS))


def overridden(entry: Message) -> str:
    """What Wagtail says according to the entry's comment; empty for an entry that fills a gap."""
    said = " ".join(entry.user_comments)
    return said.removeprefix(OVERRIDE) if said.startswith(OVERRIDE) else ""


def test_every_text_of_wagtail_has_polish():
    assert len(ENGLISH) > 1000
    assert [name(each) for each in ENGLISH if each not in POLISH and each not in ENTRIES] == []


def test_no_entry_is_superfluous():
    unknown = [name(each) for each in ENTRIES if each not in ENGLISH]
    filled = [name(each) for each, entry in ENTRIES.items() if each in POLISH and not overridden(entry)]
    assert (unknown, filled) == ([], []), "Wagtail no longer has the first, and has Polish of its own for the second"


def test_override_quotes_what_wagtail_says():
    quoted = {each: said for each, entry in ENTRIES.items() if (said := overridden(entry))}
    said_now = {
        each: f'"{" ".join(" | ".join(dict.fromkeys(strings(POLISH[each].string))).split())}"'
        for each in quoted
        if each in POLISH
    }
    changed = [name(each) for each in quoted if quoted[each] != said_now.get(each)]
    assert changed == [], "Wagtail says something else now: is our word still needed?"


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: name(key(entry)))
def test_entry_keeps_placeholders_and_markup(entry):
    sources, forms = strings(entry.id), strings(entry.string)
    # The form for one may name the number or not, as English does; those for more follow the English plural.
    assert placeholders(forms[0]) in [placeholders(source) for source in sources]
    assert tags(forms[0]) == tags(sources[0])
    for form in forms[1:]:
        assert (placeholders(form), tags(form)) == (placeholders(sources[1]), tags(sources[1]))


@pytest.mark.parametrize(("number", "expected"), [(1, "Usuń 1 stronę"), (3, "Usuń 3 strony"), (5, "Usuń 5 stron")])
def test_our_words_stand_before_those_of_wagtail(number, expected):
    with override("pl"):
        assert ngettext("Delete 1 page", "Delete %(counter)s pages", number) % {"counter": number} == expected


def test_start_of_the_admin_counts_in_polish(client_of: Callable[..., Client]):
    page = client_of(EDITOR).get("/admin/").text
    counted = re.findall(r"\d+ (\w+) <span class=\"w-sr-only\">", page)
    assert [word[:4] for word in counted] == ["stro", "obra", "doku"]
