"""Resumption tokens (3.5): where a list goes on, signed, valid for a day, the same for whoever repeats a request."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from resources.results.open_data.oai.arguments import Selection
from resources.results.open_data.oai.errors import OaiError

SALT = "results.oai"
VALID = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Position:
    """After which record a list goes on (``changed_at`` and ``key``), how many came before and how many there are."""

    changed_at: datetime
    key: UUID
    before: int
    total: int


def token_of(verb: str, wanted: Selection, position: Position) -> str:
    """The token for the rest of a list."""
    return signing.dumps(
        {"verb": verb, "wanted": _plain(wanted), "position": _plain(position)}, salt=SALT, compress=True
    )


def read(token: str, verb: str) -> tuple[Selection, Position]:
    """What a token says. Raises ``OaiError`` for one that is damaged, expired or of another verb."""
    try:
        held = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature as error:
        raise OaiError("badResumptionToken", "The token is damaged or has expired; begin again.") from error
    if held["verb"] != verb:
        raise OaiError("badResumptionToken", f"The token belongs to {held['verb']}.")
    wanted, position = held["wanted"], held["position"]
    return (
        Selection(_moment(wanted["start"]), _moment(wanted["end"]), wanted["set_spec"]),
        Position(
            datetime.fromisoformat(position["changed_at"]), UUID(position["key"]), position["before"], position["total"]
        ),
    )


def _plain(value: Selection | Position) -> dict[str, Any]:
    return {
        name: item if item is None or isinstance(item, int | str) else _text(item)
        for name, item in asdict(value).items()
    }


def _text(value: datetime | UUID) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
