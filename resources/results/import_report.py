"""What is told of an imported file, line by line."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from resources.results.importing.parsed import NoteKind, Parsed
from resources.results.services import Imported, Outcome

OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.CREATED: gettext_lazy("made and published"),
    Outcome.UPDATED: gettext_lazy("updated and published"),
    Outcome.DRAFT: gettext_lazy("saved as a draft, because the page was changed here: compare and publish it"),
    Outcome.UNCHANGED: gettext_lazy("nothing has changed"),
    Outcome.NO_TITLE: gettext_lazy("nothing was saved: no title was found"),
}
NOTES: dict[NoteKind, str | Promise] = {
    NoteKind.KEPT: gettext_lazy("could not be placed, kept as text"),
    NoteKind.CHROME: gettext_lazy("left out, belongs to the web page"),
    NoteKind.JOINED: pgettext_lazy("line of a file", "joined"),
    NoteKind.PLACED: pgettext_lazy("line of a file", "placed"),
}
"""In the order of the report."""


def report(parsed: Parsed, imported: Imported) -> Iterator[str]:
    """The outcome, what an editor has to add, then the lines: what could not be placed first."""
    title = parsed.page.title
    yield f"„{title}”: {OUTCOMES[imported.outcome]}" if title else str(OUTCOMES[imported.outcome])
    if imported.outcome != Outcome.UNCHANGED:
        yield from _without_voivodeship(parsed)
    for kind, said in NOTES.items():
        for note in parsed.of(kind):
            where = f" ({note.field})" if note.field else ""
            yield "  " + _("line %(number)d, %(said)s%(where)s: %(text)s") % {
                "number": note.line,
                "said": said,
                "where": where,
                "text": note.text,
            }


def _without_voivodeship(parsed: Parsed) -> Iterator[str]:
    said = _("the voivodeship of %(area)s is not named: choose it on the page of the project, so that filters find it")
    areas = [region.area for region in parsed.page.regions if region.area and not region.region]
    yield from (f"  {said % {'area': area}}" for area in areas)
