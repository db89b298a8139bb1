"""What of a Word file is not kept, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from resources.guidance.word_import.cards import Warned
from resources.guidance.word_import.contents import Loss, Lost

MOST_HEADINGS = 6
"""So many headings are named at one warning."""


def warnings_of(losses: Iterable[Loss]) -> list[Warned]:
    """One warning for each kind, in the order of ``Lost``, with the headings in the order of the text."""
    headings: dict[Lost, dict[str, None]] = {}
    for loss in losses:
        name = _("“%(heading)s”") % {"heading": loss.heading} if loss.heading else _("before the first heading")
        headings.setdefault(loss.kind, {})[name] = None
    found = []
    for kind in Lost:
        if kind in headings:
            names = list(headings[kind])
            found.append(Warned(text_of(kind), names[:MOST_HEADINGS], max(0, len(names) - MOST_HEADINGS)))
    return found


def text_of(kind: Lost) -> str:
    """What happens to this kind of content, and what to do about it."""
    return {
        Lost.DELETED: _("Tracked changes: text marked as deleted is left out."),
        Lost.INSERTED: _("Tracked changes: text marked as inserted is taken as part of the text."),
        Lost.TEXT_BOX: _("Text boxes become paragraphs after the one that they were anchored in."),
        Lost.EQUATION: _("Equations are left out. Write them in words or add them as pictures."),
        Lost.OBJECT: _("Embedded objects, charts and diagrams are left out. Add them as pictures or files."),
        Lost.MERGED_CELLS: _("Merged cells of tables are split; their text is repeated in each."),
        Lost.LARGE_TABLE: _("Tables that are too large are left out. Offer them as files to download."),
        Lost.TABLE_LINK: _("Links in tables become text, with their addresses in brackets."),
        Lost.PICTURE: _("Pictures that the site cannot show are left out. Save them as PNG or JPG and add them."),
        Lost.DEEP_HEADING: _("Headings deeper than “Heading 4” get the lowest level of the site."),
        Lost.LONG_HEADING: _("Headings longer than 200 characters become paragraphs, and titles are shortened."),
        Lost.INNER_LINK: _("Links to other chapters, or to places before the first subheading, become plain text."),
        Lost.OTHER_LINK: _("Links to files and to other places than web pages and e-mail become plain text."),
        Lost.STRUCK: _("Struck-through text becomes plain text. Check whether it should stay."),
        Lost.LOOK: _("Colours, highlights and fonts are not kept: the site has its own."),
        Lost.RESOLVED: _("Comments that are marked as resolved are left out."),
    }[kind]
