"""The arguments of a request, checked as the protocol asks (3.1.1, 2.7.1, 4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from resources.results.open_data.oai.errors import OaiError

OAI_DC = "oai_dc"
ALLOWED: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}
"""What each verb needs and what it may have besides."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that a list is of; ``start`` and ``end`` are included."""

    start: datetime | None
    end: datetime | None
    set_spec: str


def verb_and_arguments(given: Sequence[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """The verb and its arguments. Raises ``OaiError``."""
    verbs = [value for name, value in given if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in ALLOWED:
        raise OaiError("badVerb", f"The verb is one of: {', '.join(ALLOWED)}; it is given once.")
    verb = verbs[0]
    arguments = {name: value for name, value in given if name != "verb"}
    if len(arguments) != len(given) - 1:
        raise OaiError("badArgument", "An argument is given twice.")
    needed, optional = ALLOWED[verb]
    if unknown := set(arguments) - needed - optional:
        raise OaiError("badArgument", f"{verb} has no argument {_shown(sorted(unknown)[0])}.")
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", "A resumptionToken is the only argument beside the verb.")
        return verb, arguments
    if missing := needed - set(arguments):
        raise OaiError("badArgument", f"{verb} needs {', '.join(sorted(missing))}.")
    return verb, arguments


def check_prefix(prefix: str) -> None:
    """Raises ``OaiError`` for a metadata format that is not given."""
    if prefix != OAI_DC:
        raise OaiError("cannotDisseminateFormat", f"The only format is {OAI_DC}.")


def selection(arguments: Mapping[str, str]) -> Selection:
    """The period and the set that a list is asked for. Raises ``OaiError``."""
    first, last = arguments.get("from"), arguments.get("until")
    if first is not None and last is not None and len(first) != len(last):
        raise OaiError("badArgument", "from and until have the same granularity.")
    start = _moment(first, end_of_day=False) if first is not None else None
    end = _moment(last, end_of_day=True) if last is not None else None
    if start and end and start > end:
        raise OaiError("badArgument", "from is later than until.")
    set_spec = arguments.get("set", "")
    if "set" in arguments and not _SET.fullmatch(set_spec):
        raise OaiError("badArgument", "The set has a name that no set can have.")
    return Selection(start, end, set_spec)


def _moment(text: str, *, end_of_day: bool) -> datetime:
    try:
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if _DAY.fullmatch(text):
            day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
            return datetime.combine(day, time.max, UTC) if end_of_day else day
    except ValueError:
        pass
    raise OaiError("badArgument", f"{_shown(text)} is no date such as 2026-11-30 or 2026-11-30T12:00:00Z.")


def _shown(text: str) -> str:
    return text[:60]


def as_text(moment: datetime) -> str:
    """A moment as the protocol writes it, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
