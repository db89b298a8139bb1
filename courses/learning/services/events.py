"""Writes learning events. Services call this in the transaction of the change that an event records."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from courses.learning.models import LearningEvent, Pseudonym
from courses.learning.statements import StatementData, Verb, voiding

if TYPE_CHECKING:
    from people.models import User


def home_page() -> str:
    """The ``homePage`` of the xAPI accounts whose names are the pseudonyms of this site."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def pseudonym_of(user: "User") -> UUID:
    """The pseudonym of ``user`` in learning events, created if there is none."""
    known: Pseudonym | None = getattr(user, "pseudonym", None)
    found = known or Pseudonym.objects.get_or_create(user=user)[0]
    return UUID(str(found.uuid))


@transaction.atomic(savepoint=False)  # a failure ends the transaction of the change, which needs no savepoint for it
def record_events(events: Iterable[StatementData]) -> None:
    """Writes these events, in one INSERT for all of them."""
    address, now = home_page(), timezone.now()
    LearningEvent.objects.bulk_create(LearningEvent(**event.as_row(stored=now, home_page=address)) for event in events)


@transaction.atomic
def void_event(*, record: str) -> None:
    """Voids the event in force of ``record``, if there is one, after its row has been deleted."""
    event = LearningEvent.objects.in_force().filter(record=record).first()
    if event is None:
        return
    identity, now = uuid4(), timezone.now()
    LearningEvent.objects.create(
        id=identity,
        actor=event.actor,
        verb=Verb.VOIDED.iri,
        object=event.pk.urn,
        course=event.course,
        record=f"void:{event.pk}",
        voids=event,
        statement=voiding(event.pk, id=identity, actor=event.actor, stored=now, home_page=home_page()),
        stored=now,
    )
