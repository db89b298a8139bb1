"""What a publication holds."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Reference:
    """A source at the end of a part; ``url`` is empty for one that is only on paper."""

    title: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A page in a publication, such as a chapter.

    ``html`` is static (``static_html``); its headings begin at level 2, its images are named by ``Publication.images``.
    ``slug`` is unique in the publication. ``facts`` are terms and what they are, such as the legal state.
    ``addresses`` are those by which links in the text may lead to it, besides ``url``.
    """

    slug: str
    title: str
    html: str
    number: str = ""
    summary: str = ""
    url: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sources: tuple[Reference, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """One or more pages to be read outside of the site.

    ``kind`` is in words, such as "poradnik"; ``url`` is the whole address of what it was made from. ``edition`` and
    ``validation`` are in words, empty for what was published without an edition. ``date`` is the day of the content,
    not that of the file. ``introduction`` stands before the contents. ``images`` are files by their
    address in the HTML.
    """

    kind: str
    title: str
    url: str
    language: str
    date: date
    introduction: Part
    parts: tuple[Part, ...] = ()
    edition: str = ""
    validation: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return self.introduction.summary

    @property
    def site(self) -> str:
        """What the addresses of the site begin with, such as "https://pomost.example"; "" without an address."""
        address = urlsplit(self.url)
        return f"{address.scheme}://{address.netloc}" if address.netloc else ""

    def digest(self) -> str:
        """A SHA-256 of all that is read or seen: the same for the same content."""
        pictures = {address: sha256(content).hexdigest() for address, content in self.images.items()}
        content = [asdict(replace(self, images={})), pictures]
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
