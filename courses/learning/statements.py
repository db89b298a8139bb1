"""xAPI 2.0 statements (IEEE 9274.1.1-2023, section 4.2.2) as plain data; nothing here reads or writes a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from courses.activities.given import WHOLE, Given

VERSION = "2.0.0"
SEPARATOR = "[,]"
"""Between the parts of a Response."""
PLATFORM = "Pomost"
LONGEST_NAME = 300
# IRIs of the project are URNs, so that they are the same on every site.
RECONSTRUCTED = "urn:x-pomost:reconstructed"
SOURCE = "urn:x-pomost:completion-source"
ACTIVITY_VERSION = "urn:x-pomost:activity-version"
BLOCK = "urn:x-pomost:block"
ROUND = "urn:x-pomost:round"


class Verb(Enum):
    """Verbs of the ADL vocabulary, and ``submitted`` of Activity Streams 1.0: IRI and display text."""

    REGISTERED = ("http://adlnet.gov/expapi/verbs/registered", "registered", "zapisano")
    ANSWERED = ("http://adlnet.gov/expapi/verbs/answered", "answered", "odpowiedziano")
    COMPLETED = ("http://adlnet.gov/expapi/verbs/completed", "completed", "ukończono")
    SUBMITTED = ("http://activitystrea.ms/schema/1.0/submit", "submitted", "oddano")
    SCORED = ("http://adlnet.gov/expapi/verbs/scored", "scored", "sprawdzono")
    PASSED = ("http://adlnet.gov/expapi/verbs/passed", "passed", "zaliczono")
    FAILED = ("http://adlnet.gov/expapi/verbs/failed", "failed", "nie zaliczono")
    VOIDED = ("http://adlnet.gov/expapi/verbs/voided", "voided", "unieważniono")

    @property
    def iri(self) -> str:
        return self.value[0]

    @property
    def as_json(self) -> dict[str, Any]:
        iri, english, polish = self.value
        return {"id": iri, "display": {"en": english, "pl": polish}}


class Kind(Enum):
    """Activity types of the ADL vocabulary, and for written assignments of the Tin Can registry."""

    COURSE = "http://adlnet.gov/expapi/activities/course"
    LESSON = "http://adlnet.gov/expapi/activities/lesson"
    EXERCISE = "http://adlnet.gov/expapi/activities/cmi.interaction"
    ASSIGNMENT = "http://id.tincanapi.com/activitytype/school-assignment"


@dataclass(frozen=True, slots=True)
class ActivityObject:
    """An xAPI Activity: its uuid, its kind, its title and the language of the title.

    ``interaction`` is one of xAPI's interaction types, such as ``choice``; empty where there is none.
    """

    uuid: UUID
    kind: Kind
    name: str
    language: str = "pl"
    interaction: str = ""

    @property
    def iri(self) -> str:
        return self.uuid.urn

    @property
    def as_json(self) -> dict[str, Any]:
        definition: dict[str, Any] = {"type": self.kind.value, "name": {self.language: self.name[:LONGEST_NAME]}}
        if self.interaction:
            definition["interactionType"] = self.interaction
        return {"objectType": "Activity", "id": self.iri, "definition": definition}


def assignment_uuid(assignment_id: int) -> UUID:
    """The uuid of a written assignment in events."""
    return uuid5(NAMESPACE_URL, f"urn:x-pomost:assignment:{assignment_id}")


def agent(pseudonym: UUID, *, home_page: str) -> dict[str, Any]:
    """An Agent identified by an account of this site whose name is the pseudonym."""
    return {"objectType": "Agent", "account": {"homePage": home_page, "name": str(pseudonym)}}


def result(
    *,
    score: float | None = None,
    max_score: float | None = None,
    success: bool | None = None,
    completion: bool | None = None,
    response: str | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A Result without unknown values. A score is given as raw, with min 0, and scaled if it has a maximum."""
    found: dict[str, Any] = {}
    if score is not None and max_score is not None and max_score > 0 and 0 <= score <= max_score:
        found["score"] = {"scaled": score / max_score, "raw": score, "min": 0.0, "max": max_score}
    elif score is not None:
        found["score"] = {"raw": score}
    values = {"success": success, "completion": completion, "response": response, "extensions": extensions}
    return found | {name: value for name, value in values.items() if value is not None}


def response_of(form: Sequence[Sequence[str]], *, interaction: str) -> str:
    """The Response of an answer in the form of its interaction type (section 4.2.7), else the values in order."""
    given = Given.of(form)
    match interaction:
        case "sequencing" if WHOLE not in given.parts:
            # The places are numbers as text, the parts what stands in them.
            return SEPARATOR.join(sorted(given.parts, key=lambda part: (len(given.first(part)), given.first(part))))
        case "choice" | "fill-in" | "sequencing":
            return SEPARATOR.join(given)
        case "matching":
            return SEPARATOR.join(f"{part}[.]{value}" for part, values in given.parts.items() for value in values)
    return "\n".join(value for _name, value in form)


@dataclass(frozen=True, slots=True)
class StatementData:
    """The data of a statement; ``record`` is the row that it is about.

    ``happened_at`` is the timestamp, ``course`` the grouping Activity, ``parent`` the lesson of an exercise, and
    ``extensions`` are those of the context.
    """

    record: str
    actor: UUID
    verb: Verb
    object: ActivityObject
    happened_at: datetime
    course: ActivityObject | None = None
    parent: ActivityObject | None = None
    registration: UUID | None = None
    instructor: UUID | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, *, id: UUID, stored: datetime, home_page: str) -> dict[str, Any]:  # noqa: A002
        """The statement as JSON; ``home_page`` is that of the actors' accounts."""
        context: dict[str, Any] = {"platform": PLATFORM, "language": self.object.language}
        if self.registration:
            context["registration"] = str(self.registration)
        if self.instructor:
            context["instructor"] = agent(self.instructor, home_page=home_page)
        activities = {}
        if self.parent:
            activities["parent"] = [self.parent.as_json]
        if self.course and self.course.uuid != self.object.uuid:
            activities["grouping"] = [self.course.as_json]
        if activities:
            context["contextActivities"] = activities
        if self.extensions:
            context["extensions"] = dict(self.extensions)
        statement = {
            "id": str(id),
            "actor": agent(self.actor, home_page=home_page),
            "verb": self.verb.as_json,
            "object": self.object.as_json,
            "context": context,
            "timestamp": self.happened_at.isoformat(),
            "stored": stored.isoformat(),
            "version": VERSION,
        }
        return statement | ({"result": dict(self.result)} if self.result else {})

    def as_row(self, *, stored: datetime, home_page: str) -> dict[str, Any]:
        """The fields of a new ``LearningEvent``."""
        identity = uuid4()
        return {
            "id": identity,
            "actor": self.actor,
            "verb": self.verb.iri,
            "object": self.object.iri,
            "course": self.course.uuid if self.course else None,
            "record": self.record,
            "statement": self.as_json(id=identity, stored=stored, home_page=home_page),
            "stored": stored,
        }


def voiding(voided: UUID, *, id: UUID, actor: UUID, stored: datetime, home_page: str) -> dict[str, Any]:  # noqa: A002
    """The statement that voids another one (section 4.2.1)."""
    return {
        "id": str(id),
        "actor": agent(actor, home_page=home_page),
        "verb": Verb.VOIDED.as_json,
        "object": {"objectType": "StatementRef", "id": str(voided)},
        "timestamp": stored.isoformat(),
        "stored": stored.isoformat(),
        "version": VERSION,
    }
