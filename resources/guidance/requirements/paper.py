"""A list of requirements on paper: the list that is shown, with a box to tick at each requirement."""

from collections.abc import Iterable
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from people.models import Organisation
from publishing.publications import Document, Node, document_tree, with_notes
from publishing.publications import nodes as n
from resources.guidance.requirements.cards import Checklist, Group, Row


def checklist_document(
    listed: Checklist, *, title: str, summary: str, url: str, site: str, organisation: Organisation | None = None
) -> Document:
    """The document of a list. ``url`` is its whole address with the answers, "" to leave it out.

    ``site`` is the beginning of all addresses of the site.
    """
    found = [
        (_("Organisation"), organisation.name if organisation else ""),
        (_("Legal state"), _legal_state(listed)),
        (_("Answers"), "\n".join(listed.choices)),
        (_("Address"), url),
    ]
    return Document(
        kind=_("Requirements to tick off"),
        title=title,
        summary=summary,
        facts=n.facts(found),
        body=[node for group in listed.groups for node in _group(group, site)],
    )


def _legal_state(listed: Checklist) -> str:
    if listed.oldest is None or listed.newest is None:
        return ""
    oldest, newest = n.day(listed.oldest), n.day(listed.newest)
    if oldest == newest:
        return newest
    return _("by chapter, %(oldest)s to %(newest)s") % {"oldest": oldest, "newest": newest}


def _group(group: Group, site: str) -> list[Node]:
    nodes = [n.heading(group.page.title)]
    for section in group.sections:
        if section.heading:
            nodes.append(n.heading(section.heading, 3))
        nodes += _rows(section.rows, site)
    return with_notes(nodes, site=site)


def _rows(rows: Iterable[Row], site: str) -> list[Node]:
    """A list for each run of rows that are ticked off, or are not."""
    return [
        {"kind": "checks", "done": done, "items": [_row(row, site) for row in found]}
        for done, found in groupby(rows, key=lambda row: row.tick.ticked)
    ]


def _row(row: Row, site: str) -> list[Node]:
    done = render_to_string("guidance/requirements/done.html", {"tick": row.tick}) if row.tick.is_made else ""
    return document_tree(f"{row.card.facts}{format_html('<p>{}</p>', row.why)}{done}", base=site)
