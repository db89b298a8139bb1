"""What somebody sent after their session had ended: kept until they have signed in, for their own page alone.

It stands in the anonymous session, whose data Django keeps when its visitor signs in.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from courses.coursework.models import Assignment
from courses.coursework.services import LONGEST_TEXT
from people.models import User

KEY = "coursework_unsent"
SECONDS = 60 * 60
WORKS = 3
"""So many windows may be sent after one session; the oldest text gives way."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """The text of a form, and whether a file came with it, which is not kept."""

    text: str
    with_file: bool


def keep(request: HttpRequest, assignment_id: int, unsent: Unsent) -> bool:
    """Keeps a text for ``take``, for an hour and no longer than a work may be. An empty one is not kept: False."""
    # Browsers count a line's end as one character and send two.
    text = unsent.text.replace("\r\n", "\n")[:LONGEST_TEXT]
    if not text.strip():
        return False
    kept = _fresh(request)
    kept.pop(str(assignment_id), None)
    kept[str(assignment_id)] = {
        "text": text,
        "with_file": unsent.with_file,
        "until": timezone.now().timestamp() + SECONDS,
    }
    request.session[KEY] = dict(list(kept.items())[-WORKS:])
    # Nobody may come back: then the whole row is out of date as soon as what it holds.
    request.session.set_expiry(SECONDS)
    return True


def take(request: HttpRequest, assignment_id: int) -> Unsent | None:
    """What was kept for this work, once: afterwards it is gone."""
    if KEY not in request.session:
        return None
    kept = _fresh(request)
    found = kept.pop(str(assignment_id), None)
    _store(request, kept)
    return Unsent(found["text"], found["with_file"]) if found else None


def signed_in(sender: Any, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Django's ``user_logged_in``: the session lasts as any other and drops texts of works that are not theirs."""
    if KEY not in request.session:
        return
    request.session.set_expiry(None)
    kept = _fresh(request)
    theirs = set(Assignment.objects.open_to(user).filter(pk__in=kept).values_list("pk", flat=True))
    _store(request, {pk: item for pk, item in kept.items() if int(pk) in theirs})


def _fresh(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """By the work's number, the oldest first."""
    now = timezone.now().timestamp()
    return {pk: item for pk, item in request.session.get(KEY, {}).items() if item["until"] > now}


def _store(request: HttpRequest, kept: dict[str, dict[str, Any]]) -> None:
    if kept:
        request.session[KEY] = kept
    else:
        del request.session[KEY]
