"""Dataclasses for the templates of certificates."""

from dataclasses import dataclass
from datetime import date

from publishing.links import Link
from publishing.progress_drawing import ProgressStep


@dataclass(frozen=True, slots=True)
class Fact:
    """A particular of a certificate: its name and its value in words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class MissingCard:
    """One thing that is missing for a certificate, in a sentence, with the lessons or tasks by title."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomesCard:
    """Outcomes of one kind; ``heading`` is empty where kinds are not said."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """A certificate as its holder sees it, or as far as others may.

    ``name`` and ``outcomes`` are empty where the holder does not let others see them; ``reason`` is that of the
    revocation or of the expiry; ``since`` the day of the revocation or the replacement. ``renewed_as`` is the number of
    the certificate that renewed this one; ``result_url`` leads its holder to where an expired one is renewed.
    """

    number: str
    title: str
    language: str
    document: str
    name: str
    issuer: str
    issued_on: date
    expires_on: date | None
    state: str
    state_label: str
    reason: str
    since: date | None
    facts: tuple[Fact, ...]
    outcomes: tuple[OutcomesCard, ...]
    known: tuple[str, ...]
    basis: tuple[str, ...]
    renewed_as: str = ""
    result_url: str = ""

    @property
    def valid(self) -> bool:
        return self.state == "valid"


@dataclass(frozen=True, slots=True)
class ResultCard:
    """The result of a course or programme, and what comes next.

    ``offered``: there is a certificate; ``conditions`` say what it takes, ``missing`` what of that is missing.
    ``certificate`` leads to the one that the learner has; if it has ``expired``, that is its last day, and what is
    missing is missing for a new one.
    ``name`` is the one to be printed, empty where the account has none. ``next_course`` has an empty title where no
    course follows, and is None for a programme.
    """

    title: str
    language: str
    url: str
    finished: bool
    finished_on: date | None
    progress_steps: tuple[ProgressStep, ...]
    label: str
    percent: int | None
    offered: bool
    conditions: tuple[str, ...]
    missing: tuple[MissingCard, ...]
    certificate: Link | None
    expired: date | None
    name: str
    next_course: Link | None

    @property
    def has_certificate(self) -> bool:
        """Whether there is nothing to ask for: the certificate has not expired."""
        return self.certificate is not None and self.expired is None
