"""Dataclasses for the templates of projects and results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from publishing.links import Download, Link


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a project; ``words`` are shown instead of the dates if given."""

    words: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of the list; ``kind`` is ``project`` or ``result``, ``belongs_to`` the project of a result."""

    kind: str
    title: str
    url: str
    summary: str
    number: str
    when: Period | None
    belongs_to: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A link that adds or removes a filter; ``is_content``: the label is Polish whatever the interface."""

    label: str
    url: str
    count: int
    is_content: bool


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """The filters of one facet: those shown at once, and ``more`` behind a disclosure."""

    title: str
    links: Sequence[FacetLink]
    more: Sequence[FacetLink]


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of the base as one address asks for it.

    ``total`` counts what has all the filters, ``whole`` all that is there. ``hidden`` are the filters as names and
    values, for the form of words; ``data_query`` is the query string of the files with the same entries.
    """

    entries: Sequence[ListEntry]
    total: int
    whole: int
    words: str
    chosen: Sequence[FacetLink]
    facets: Sequence[FacetLinks]
    hidden: Sequence[tuple[str, str]]
    base_url: str
    data_query: str
    data_url: str
    previous_url: str
    next_url: str
    page_number: int | None


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a page: ``text`` without its address, and the ``url`` that stays when the page moves."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation of a partnership; ``kind`` is in words or empty."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a project, or an element of a result; ``kind`` is in words or empty."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a project's page; ``text`` is rich text as stored."""

    title: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source at the foot of a page."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ProjectShown:
    """The page of a project around its text; ``budget`` and ``beneficiaries`` are in words."""

    leaders: Sequence[Partner]
    partners: Sequence[Partner]
    components: Sequence[Component]
    regions: Sequence[str]
    beneficiaries: Sequence[str]
    budget: str
    results: Sequence[Link]
    parts: Sequence[Part]
    sources: Sequence[Source]
    downloads: Sequence[Download]
    citation: Citation
    record_url: str


@dataclass(frozen=True, slots=True)
class ResultShown:
    """The page of a result around its text."""

    project: Link | None
    programme: str
    elements: Sequence[Component]
    addressees: Sequence[str]
    materials: Sequence[Link]
    sources: Sequence[Source]
    citation: Citation
    record_url: str
