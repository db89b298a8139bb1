"""Checks of what a text could take from the reference: acts that it cites, amounts that it gives."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editing.content_checks import CheckedPage, Finding, TextCheck, register
from polish.readability import sentences
from reference.models import DatedValue, LegalAct

_CITED = re.compile(r"\b[Aa]rt\.\s*\d+\w*[⁰¹²³⁴-⁹]*(?:\s*(?:§|ust\.|pkt|lit\.)\s*\w+)*")
_BARE_NUMBER = re.compile(r"[\d\s,.]+\Z")
_LEAST_DIGITS = 4
"""A number without a unit is taken for a value only from so many digits on: 50 may count anything."""


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        TextCheck(
            key="citations",
            order=40,
            heading=gettext_lazy("Citations without an act"),
            advice=gettext_lazy("Say of which act the article is: by its title, by a link, or in a requirement."),
            find=citations_without_an_act,
        )
    )
    register(
        TextCheck(
            key="values",
            order=50,
            heading=gettext_lazy("Amounts that are dated values"),
            advice=gettext_lazy("Insert the value in place of the number, and it will change by itself."),
            find=typed_values,
        )
    )


def citations_without_an_act(checked: CheckedPage) -> Iterator[Finding]:
    """Articles in sentences that neither name an act of the reference nor hold a link. One query, if there are any."""
    cited = [
        (found[0], sentence, passage)
        for passage in checked.passages
        if "<a " not in passage.html
        for sentence in sentences(passage.text)
        for found in [_CITED.search(sentence)]
        if found
    ]
    if not cited:
        return
    names = _names_of_acts()
    for citation, sentence, passage in cited:
        if not any(name in sentence.casefold() for name in names):
            yield Finding(citation, where=passage.where, block_id=passage.block_id)


def _names_of_acts() -> set[str]:
    rows = LegalAct.objects.values_list("title", "title_genitive", "short_title")
    return {name.casefold() for row in rows for name in row if name}


def typed_values(checked: CheckedPage) -> Iterator[Finding]:
    """Amounts of dated values, of any day, that stand in the text as typed. Two queries, if the text has a digit."""
    passages = [passage for passage in checked.passages if any(character.isdigit() for character in passage.text)]
    if not passages:
        return
    known = [(_typed(amount), name) for amount, name in _amounts().items()]
    for passage in passages:
        for typed, name in known:
            if found := typed.search(passage.text):
                note = _("%(value)s, in the list of values") % {"value": name}
                yield Finding(found.group(), note, passage.where, passage.block_id)


def _typed(amount: str) -> re.Pattern[str]:
    """The amount as people type it, its thousands with a space or without, and no part of a longer number."""
    spaced = re.sub(r"(?<=\d)\\ (?=\d)", r"\\ ?", re.escape(amount))
    return re.compile(rf"(?<![\d,.])(?<!\d ){spaced}(?![\d%]|[,.]\d| \d{{3}}(?!\d))")


def _amounts() -> dict[str, str]:
    """The names of values by what they read like in a sentence, with and without the zero grosze."""
    found: dict[str, str] = {}
    for value in DatedValue.objects.with_amounts():
        for amount in value.amounts.all():
            text = " ".join(value.text_in_sentence(amount.amount).split())
            for form in (text, text.replace(",00 zł", " zł")):
                if not _BARE_NUMBER.match(form) or sum(map(str.isdigit, form)) >= _LEAST_DIGITS:
                    found.setdefault(form, value.name)
    return found
