"""Reads the requirements of the site for one reader, and chooses those that concern an organisation."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from django.db.models import F, Prefetch
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dates import MONTHS_ALT
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.current_user import user_or_none
from people.models import User
from publishing.access import refusal
from publishing.links import Link
from publishing.models.base import language_key
from publishing.public_cache import cached
from publishing.routing import site_of
from publishing.templatetags.pomost import polish_typography
from reference.conditions import Repeat
from reference.listing import anchor_of
from resources.guidance.requirements import cookies
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.cards import Group, PageCard, RequirementCard, Row, SectionRows, Tick
from resources.guidance.requirements.due import Due
from resources.guidance.requirements.models import ChecklistEntry, Requirement, RequirementReference, key_of

TITLE_LENGTH = 120
"""Of the first sentence of a requirement, where its whole text is too long: in calendars and in titles."""

Ticks = Callable[[RequirementCard], Tick]
_UNTICKED = Tick()


def pages_with_requirements(request: HttpRequest) -> list[PageCard]:
    """The pages of the site that have requirements and that the reader may open. Two queries, none if cached."""
    site = site_of(request)
    if site is None:
        return []
    root = site.root_page
    pages = cached(("requirements", root.path, language_key()), lambda: list(_read(root.path, root.url_path)))
    return [page for page in pages if not refusal(page.path, request)]


def _read(root_path: str, root_url_path: str) -> Iterator[PageCard]:
    rows = (
        Requirement.objects.below(root_path)
        .filter(page__live=True)
        .select_related("page", "guide")
        .annotate(legal_state=F("page__chapter__legal_state"))
        .prefetch_related(Prefetch("references", RequirementReference.objects.select_related("act")))
        .in_order()
    )
    for _page_id, found in groupby(rows, key=lambda row: row.page_id):
        of_page = list(found)
        first = of_page[0]
        url = _address(first.page.url_path, root_url_path)
        guide = first.guide
        yield PageCard(
            id=first.page_id,
            path=first.page.path,
            title=first.page.title,
            url=url,
            guide=Link(guide.menu_title, _address(guide.url_path, root_url_path)) if guide else None,
            guide_id=first.guide_id,
            legal_state=getattr(first, "legal_state", None),
            requirements=tuple(_card(row, url) for row in of_page),
        )


def _address(url_path: str, root_url_path: str) -> str:
    """The address of a page below the root, in the language of the interface; without Wagtail's queries."""
    return reverse("wagtail_serve", args=[url_path.removeprefix(root_url_path)])


def _card(row: Requirement, page_url: str) -> RequirementCard:
    due = Due(row.repeat, row.day or 0, row.month or 0, row.days or 0, row.event)
    card = RequirementCard(
        id=row.pk,
        key=row.key,
        page_id=row.page_id,
        block_id=row.block_id,
        path=row.page.path,
        digest=row.digest,
        force=row.force,
        title=title_of(row.what),
        what=row.what,
        whom=row.whom,
        when=row.when,
        heading=row.heading,
        url=f"{page_url}#{anchor_of(row.block_id)}",
        section_url=f"{page_url}#{row.anchor}" if row.anchor else page_url,
        conditions=row.condition_names,
        due=due,
        due_text=due_text(due),
        references=tuple(Link(reference.label, reference.act.url) for reference in row.references.all()),
        since=row.created_at,
        changed_at=row.changed_at,
    )
    return with_html(card)


def with_html(card: RequirementCard) -> RequirementCard:
    """The card with its HTML in the language of the interface."""
    return replace(
        card,
        facts=_rendered("facts", card),
        tick_button=_rendered("tick_button", card),
        text_link=_rendered("text_link", card),
    )


def _rendered(part: str, card: RequirementCard) -> SafeString:
    return render_to_string(f"guidance/requirements/{part}.html", {"card": card})


def title_of(what: str) -> str:
    """The first sentence of a requirement, cut at a word where it is long."""
    sentence = what.split(". ")[0].rstrip(".")
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    return sentence[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def due_text(due: Due) -> str:
    """The date of a duty in words, "" without one."""
    if due.repeat == Repeat.MONTHLY:
        return _("every month, by day %(day)d") % {"day": due.day}
    if due.repeat == Repeat.YEARLY:
        return _("every year, by %(day)d %(month)s") % {"day": due.day, "month": MONTHS_ALT[due.month]}
    if due.repeat == Repeat.EVENT:
        if due.days == 0:
            return _("on the day of the event: %(event)s") % {"event": due.event}
        return ngettext("within %(days)d day from: %(event)s", "within %(days)d days from: %(event)s", due.days) % {
            "days": due.days,
            "event": due.event,
        }
    return ""


# --- ticks ------------------------------------------------------------------------------------------


def ticks_for(request: HttpRequest) -> Ticks:
    """What the reader has of each requirement: the account's where there is one, else the browser's."""
    user = user_or_none(request)
    return ticks_of(user) if user is not None else ticks_in_browser(request)


def no_ticks(card: RequirementCard) -> Tick:
    """For readers of whom nothing is known."""
    return _UNTICKED


def ticks_of(user: User) -> Ticks:
    """What a user has of each requirement; one query."""
    entries = {key_of(entry.page_id, entry.block_id): entry for entry in ChecklistEntry.objects.of(user)}

    def tick(card: RequirementCard) -> Tick:
        entry = entries.get(card.key)
        return _UNTICKED if entry is None else tick_of(entry, card.digest)

    return tick


def tick_of(entry: ChecklistEntry, digest: str) -> Tick:
    ticked = entry.ticked_at is not None
    return Tick(
        ticked=ticked,
        at=entry.ticked_at,
        changed=ticked and entry.digest != digest,
        note=entry.note,
        person=entry.person,
    )


def ticks_in_browser(request: HttpRequest) -> Ticks:
    held = cookies.read(request)

    def tick(card: RequirementCard) -> Tick:
        start = held.get(card.key)
        return _UNTICKED if start is None else Tick(True, changed=start != cookies.start_of(card.digest))

    return tick


# --- choosing ---------------------------------------------------------------------------------------


def why(conditions: tuple[str, ...], answers: Answers) -> SafeString:
    """Why a requirement with these conditions is shown, as a sentence."""
    if reasons := joined(answers.reasons(conditions)):
        return polish_typography(_("Shown, because: %(reasons)s.") % {"reasons": reasons})
    if unknown := joined(answers.unknown(conditions)):
        return polish_typography(_("Shown, because we do not know %(unknown)s.") % {"unknown": unknown})
    return polish_typography(_("Shown, because: it concerns every organisation."))


def grouped(pages: Iterable[PageCard], answers: Answers, ticks: Ticks) -> list[Group]:
    """The requirements that the answers leave, by page and by heading."""
    groups = []
    sentences: dict[tuple[str, ...], SafeString] = {}
    for page in pages:
        rows = []
        for card in page.requirements:
            if answers.meet(card.conditions):
                if card.conditions not in sentences:
                    sentences[card.conditions] = why(card.conditions, answers)
                rows.append(Row(card, sentences[card.conditions], ticks(card)))
        sections = [
            SectionRows(found[0].card.heading, found[0].card.section_url, found)
            for found in (list(under) for _url, under in groupby(rows, key=lambda row: row.card.section_url))
        ]
        if sections:
            groups.append(Group(page, sections))
    return groups


def joined(parts: Iterable[str]) -> str:
    """The parts as one phrase."""
    return ", ".join(parts)
