"""Translations are compiled without gettext, only after changes, and missing ones are listed."""

import gettext
import os
import re
import shutil

import pytest
from django.conf import settings

from pomost.setup import translations

HEADER = r"""msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

"""
COMPLETE = """msgid "Hand in"
msgstr "Oddaj pracę"

msgid "%(n)s lesson"
msgid_plural "%(n)s lessons"
msgstr[0] "%(n)s lekcja"
msgstr[1] "%(n)s lekcje"
msgstr[2] "%(n)s lekcji"
"""
SOURCE = 'gettext("Hand in")\nngettext("%(n)s lesson", "%(n)s lessons", n)\n'


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "locale/pl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER + COMPLETE)
    (tmp_path / "words.py").write_text(SOURCE)
    return tmp_path


@pytest.fixture
def catalogue(root):
    return root / "locale/pl/LC_MESSAGES/django.po"


def test_compiled_catalogue_speaks_polish(root):
    (written,) = translations.compile_all(root)
    with written.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Hand in") == "Oddaj pracę"
    forms = [compiled.ngettext("%(n)s lesson", "%(n)s lessons", n) for n in (1, 3, 5, 22)]
    assert forms == ["%(n)s lekcja", "%(n)s lekcje", "%(n)s lekcji", "%(n)s lekcje"]


def test_compiled_texts_leave_no_orphans_and_no_attribute_changed(root, catalogue):
    catalogue.write_text(
        catalogue.read_text() + '\nmsgid "x"\nmsgstr "Wróć <a title=\\"i w domu\\">i w domu</a> o %(n)s"\n'
    )
    translations.compile_all(root)
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert (
            gettext.GNUTranslations(file).gettext("x")
            == 'Wróć <a title="i w domu">i\N{NO-BREAK SPACE}w\N{NO-BREAK SPACE}domu</a> o\N{NO-BREAK SPACE}%(n)s'
        )


def test_only_what_changed_is_compiled(root, catalogue):
    translations.compile_all(root)
    assert translations.compile_all(root) == []
    later = catalogue.with_suffix(".mo").stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert translations.compile_all(root) == [catalogue.with_suffix(".mo")]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('msgid "Resume"\nmsgstr ""\n', "untranslated: Resume"),
        ('#, fuzzy\nmsgid "Resume"\nmsgstr "Wznów"\n', "fuzzy: Resume"),
        ('#~ msgid "Resume"\n#~ msgstr "Wznów"\n', "obsolete: Resume"),
        (
            'msgid "%(n)s hour"\nmsgid_plural "%(n)s hours"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] ""\n',
            "untranslated: %(n)s hour",
        ),
    ],
)
def test_gap_is_named(catalogue, entry, problem):
    assert list(translations.incomplete(translations.read(catalogue))) == []
    catalogue.write_text(HEADER + COMPLETE + "\n" + entry)
    assert list(translations.incomplete(translations.read(catalogue))) == [problem]


def test_words_for_a_package_are_compiled_and_checked_but_need_not_be_in_the_sources(root, catalogue):
    other = root / "locale/package/pl/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEADER + COMPLETE.replace("Hand in", "Schedule"))
    assert translations.problems(root) == []
    assert translations.compile_all(root) == [catalogue.with_suffix(".mo"), other.with_suffix(".mo")]
    other.write_text(HEADER + 'msgid "Schedule"\nmsgstr ""\n')
    assert translations.problems(root) == ["locale/package/pl/LC_MESSAGES/django.po: untranslated: Schedule"]


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_catalogue_that_lags_behind_the_sources_is_named(root, catalogue):
    before = catalogue.read_bytes()
    assert translations.problems(root) == []
    (root / "templates").mkdir()
    (root / "templates/page.html").write_text('{% load i18n %}{% translate "Resume" %}')
    (root / "words.py").write_text(SOURCE.replace('gettext("Hand in")', ""))
    assert translations.problems(root) == [
        "locale/pl/LC_MESSAGES/django.po: not in the catalogue: Resume",
        "locale/pl/LC_MESSAGES/django.po: no longer in the sources: Hand in",
    ]
    assert catalogue.read_bytes() == before


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_collecting_leaves_the_words_for_a_package_alone(root, catalogue):
    other = root / "locale/package/pl/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEADER + 'msgid "Schedule"\nmsgstr "Zaplanuj"\n')
    before = other.read_bytes()
    (root / "words.py").write_text(SOURCE + 'gettext("Resume")\n')
    translations.collect(root)
    assert "Resume" in catalogue.read_text()
    assert other.read_bytes() == before
    assert sorted(root.glob("locale/**/*.po")) == [other, catalogue]


# What in a template is no text of its own: comments, translated sentences, tags of Django and of HTML.
MARKUP = re.compile(
    r"\{% comment\b.*?\{% endcomment %\}|\{% blocktranslate\b.*?\{% endblocktranslate %\}"
    r"|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(script|style)\b.*?</\1>"
    # "->" stands in the values of Stimulus's actions.
    r"""|<(?:"[^"]*"|'[^']*'|[^>"'])+>""",
    re.DOTALL,
)
WITHOUT_LANGUAGE = {
    "Pomost",
    "PDF",
    "Word",
    "DCAT",
    "OAI",
    "PMH",
    "schema",
    "org",
    "Alt",
    "Ctrl",
    "Enter",
    "narrow",
    "stack",
    "lesson",
    "booklet",
}  # the name, kinds of files, standards, keys, classes of a layout
# Served when Django cannot render, and shown in development only.
IN_POLISH = {"500.html", "pomost/pages/patterns.html"}


def test_no_template_has_a_text_that_is_not_translated():
    templates = settings.ROOT / "templates"
    found = {}
    for path in templates.rglob("*.html"):
        words = set(re.findall(r"[^\W\d_]{3,}", MARKUP.sub(" ", path.read_text(encoding="utf-8"))))
        if words - WITHOUT_LANGUAGE:
            found[str(path.relative_to(templates))] = words - WITHOUT_LANGUAGE
    assert found.keys() == IN_POLISH, found
