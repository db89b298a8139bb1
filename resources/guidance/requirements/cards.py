"""Dataclasses for the templates of lists of requirements, checklists and the calendar of duties."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.safestring import SafeString

from publishing.links import Link
from resources.guidance.requirements.due import Due

_NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class RequirementCard:
    """A requirement as every reader sees it.

    ``title`` is its first sentence, ``path`` the tree path of its page, ``url`` its place in the text,
    ``section_url`` that of the heading above it, ``due_text`` its date in words. ``facts``,
    ``tick_button`` and ``text_link`` are its HTML, rendered once, as a list may have a thousand.
    """

    id: int
    key: bytes
    page_id: int
    block_id: str
    path: str
    digest: str
    force: str
    title: str
    what: str
    whom: str
    when: str
    heading: str
    url: str
    section_url: str
    conditions: tuple[str, ...]
    due: Due
    due_text: str
    references: tuple[Link, ...]
    since: datetime
    changed_at: datetime
    facts: SafeString = _NOTHING
    tick_button: SafeString = _NOTHING
    text_link: SafeString = _NOTHING


@dataclass(frozen=True, slots=True)
class PageCard:
    """A page with requirements, in the order of the tree."""

    id: int
    path: str
    title: str
    url: str
    guide: Link | None
    guide_id: int | None
    legal_state: date | None
    requirements: tuple[RequirementCard, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """What somebody has of a requirement. ``changed``: its words are no longer those that were ticked.

    Ticks of a browser have no time, no note and no person.
    """

    ticked: bool = False
    at: datetime | None = None
    changed: bool = False
    note: str = ""
    person: str = ""

    @property
    def is_made(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.ticked or self.note or self.person)


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement for one organisation: why it is shown, as a sentence, and what was done about it."""

    card: RequirementCard
    why: SafeString
    tick: Tick


@dataclass(frozen=True, slots=True)
class SectionRows:
    """The rows under one heading of a page; ``heading`` is empty for those before the first."""

    heading: str
    url: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one page."""

    page: PageCard
    sections: list[SectionRows]


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question with the answer in the address: ``tak``, ``nie`` or "" where it is not known."""

    name: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a select."""

    value: str
    label: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices under one label."""

    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ForceCount:
    """How many of the rows shown have one force."""

    force: str
    count: int


@dataclass(frozen=True, slots=True)
class Checklist:
    """The context of a list of requirements.

    ``total`` counts all that the reader may see here, ``concerning`` those that the answers leave, ``shown`` those that
    the other filters leave of them, ``ticked`` those of ``concerning`` that are ticked.
    """

    groups: list[Group]
    total: int
    concerning: int
    shown: int
    ticked: int
    changed: int
    forces: list[ForceCount]
    questions: list[QuestionCard]
    answered: int
    kinds: list[Option]
    themes: list[OptionGroup]
    states: list[Option]
    filtered: bool
    here: str
    all_url: str
    unfiltered_url: str
    calendar_url: str
    share_url: str
    oldest: date | None = None
    newest: date | None = None
    today: date | None = None
    choices: list[str] = field(default_factory=list)
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day on which a duty is due."""

    day: date
    row: Row


@dataclass(frozen=True, slots=True)
class Month:
    """The duties of a month; ``first`` is its first day."""

    first: date
    occurrences: list[Occurrence]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The context of the calendar of duties."""

    months: list[Month]
    events: list[Row]
    total: int
    questions: list[QuestionCard]
    answered: int
    themes: list[OptionGroup]
    feed_url: str
    webcal_url: str
    list_url: str
    all_url: str
    filtered: bool
    choices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShareCard:
    """A link to a checklist, for the user who made it; ``choices`` says in words what it shows."""

    id: int
    url: str
    created_at: datetime
    guide: str
    choices: list[str]
