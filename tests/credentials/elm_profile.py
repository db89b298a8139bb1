"""What the application profile for European Digital Credentials asks of the classes that a certificate uses.

Written from the shapes edc-generic-no-cv and edc-generic-full (SHACL) of the European Learning Model 3: which
properties of a class have to be there, how many of each at most, of what kind, and from which vocabulary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MANY = 1000
SNB, AUTHORITY = "http://data.europa.eu/snb", "http://publications.europa.eu/resource/authority"
LANGUAGE, COUNTRY = f"{AUTHORITY}/language", f"{AUTHORITY}/country"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
DURATION = re.compile(r"P(?=.)(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?")


@dataclass(frozen=True)
class Property:
    """From ``least`` to ``most`` values: nodes of the class ``of``, or literals.

    ``of`` is the name of a class, or a key of ``LITERALS``; ``scheme`` is the vocabulary of a concept.
    """

    of: str
    least: int = 0
    most: int = MANY
    scheme: str = ""


LITERALS = {
    "texts": lambda value: (
        isinstance(value, dict)
        and value != {}
        and all(re.fullmatch("[a-z]{2}", language) for language in value)
        and all(isinstance(text, str) and text for texts in value.values() for text in texts)
    ),
    "text": lambda value: isinstance(value, str) and value != "",
    "moment": lambda value: isinstance(value, str) and MOMENT.fullmatch(value) is not None,
    "duration": lambda value: isinstance(value, str) and DURATION.fullmatch(value) is not None,
    "number": lambda value: type(value) is int and value > 0,
    "address": lambda value: isinstance(value, str) and re.match("https?://", value) is not None,
}

TITLE = Property("texts", 1)
ONE_LANGUAGE = Property("Concept", 1, 1, LANGUAGE)
PROFILE: dict[str, dict[str, Property]] = {
    "EuropeanDigitalCredential": {
        "identifier": Property("Identifier"),
        "credentialProfiles": Property("Concept", 1, scheme=f"{SNB}/credential/25831c2"),
        "credentialSchema": Property("ShaclValidator2017", 1),
        "credentialSubject": Property("Person", 1, 1),
        "displayParameter": Property("DisplayParameter", 1, 1),
        "issuer": Property("Organisation", 1, 1),
        "issuanceDate": Property("moment", 0, 1),
        "issued": Property("moment", 1, 1),
        "validFrom": Property("moment", 1, 1),
        "expirationDate": Property("moment", 0, 1),
    },
    "ShaclValidator2017": {},
    "DisplayParameter": {
        "title": TITLE,
        "primaryLanguage": ONE_LANGUAGE,
        "language": Property("Concept", 1, scheme=LANGUAGE),
        "individualDisplay": Property("IndividualDisplay", 1),
    },
    "IndividualDisplay": {"language": ONE_LANGUAGE, "displayDetail": Property("DisplayDetail", 1)},
    "DisplayDetail": {"image": Property("MediaObject", 1, 1), "page": Property("number", 1, 1)},
    "MediaObject": {
        "content": Property("text", 1, 1),
        "contentEncoding": Property("Concept", 1, 1, f"{SNB}/encoding/25831c2"),
        "contentType": Property("Concept", 1, 1, f"{AUTHORITY}/file-type"),
    },
    "Organisation": {
        "legalName": TITLE,
        "location": Property("Location", 1),
        # Of an issuer; other organisations may be without.
        "eIDASIdentifier": Property("LegalIdentifier", 1, 1),
        "homepage": Property("WebResource"),
    },
    "Location": {"address": Property("Address", 1)},
    "Address": {"countryCode": Property("Concept", 1, 1, COUNTRY)},
    "WebResource": {"contentURL": Property("address", 1, 1)},
    "Identifier": {"notation": Property("text", 1, 1), "schemeName": Property("text", 0, 1)},
    "LegalIdentifier": {
        "notation": Property("text", 1, 1),
        "schemeName": Property("text", 0, 1),
        "spatial": Property("Concept", 1, 1, COUNTRY),
    },
    "Person": {"fullName": Property("texts", 0, 1), "hasClaim": Property("LearningAchievement", 1)},
    "LearningAchievement": {
        "title": TITLE,
        "awardedBy": Property("AwardingProcess", 1, 1),
        "specifiedBy": Property("LearningAchievementSpecification", 0, 1),
    },
    "AwardingProcess": {"awardingBody": Property("Organisation", 1), "awardingDate": Property("moment", 0, 1)},
    "LearningAchievementSpecification": {
        "title": TITLE,
        "learningOutcome": Property("LearningOutcome"),
        "creditPoint": Property("CreditPoint"),
        "volumeOfLearning": Property("duration", 0, 1),
    },
    "LearningOutcome": {"title": TITLE},
    "CreditPoint": {
        "framework": Property("Concept", 1, 1, f"{SNB}/education-credit/25831c2"),
        "point": Property("text", 1, 1),
    },
    "Concept": {"inScheme": Property("ConceptScheme", 1)},
    "ConceptScheme": {},
}


def violations(credential: dict[str, Any]) -> list[str]:
    """What is against the profile, each with the class and the property."""
    found = [] if "VerifiableCredential" in credential["type"] else ["It is no VerifiableCredential."]
    return [*found, *_of_node(credential, "EuropeanDigitalCredential")]


def properties_in(node: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each node with its class and the name of each property of the profile that it has."""
    if isinstance(node, list):
        for item in node:
            yield from properties_in(item)
    elif isinstance(node, dict) and "type" in node:
        kind = _class_of(node)
        for name in PROFILE[kind]:
            if name in node:
                yield node, kind, name
                yield from properties_in(node[name])


def _class_of(node: dict[str, Any]) -> str:
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    return str(kinds[-1])


def _of_node(node: Any, kind: str) -> Iterator[str]:
    if not isinstance(node, dict) or _class_of(node) != kind:
        yield f"{kind}: {node!r:.60} is of another class"
        return
    if not re.match("urn:|https?://", node.get("id", "")):
        yield f"{kind}: no id"
    for name in node.keys() - PROFILE[kind].keys() - {"id", "type", "@context"}:
        yield f"{kind}.{name}: not in the profile"
    for name, wanted in PROFILE[kind].items():
        yield from _of_property(node.get(name), wanted, f"{kind}.{name}")


def _of_property(value: Any, wanted: Property, place: str) -> Iterator[str]:
    values = [] if value is None else value if isinstance(value, list) else [value]
    if not wanted.least <= len(values) <= wanted.most:
        yield f"{place}: {len(values)} values"
    for item in values:
        if wanted.of in LITERALS:
            if not LITERALS[wanted.of](item):
                yield f"{place}: {item!r:.60} is no {wanted.of}"
            continue
        yield from _of_node(item, wanted.of)
        if wanted.scheme and isinstance(item, dict) and item.get("inScheme", {}).get("id") != wanted.scheme:
            yield f"{place}: not of {wanted.scheme}"
