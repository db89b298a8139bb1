"""A certificate as a credential of the European Learning Model 3 (JSON-LD). Unsealed: the site has no qualified seal.

https://europa.eu/europass/elm-browser/ and its application profile for European Digital Credentials.
"""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import override

from courses.credentials.achievements import Achievement
from courses.credentials.models import Certificate
from courses.credentials.wording import document_name
from people.emails import absolute_url

CONTEXTS = ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"]
GENERIC = "http://data.europa.eu/snb/credential/e34929035b"
ECTS = "http://data.europa.eu/snb/education-credit/6fcec5c5af"
LANGUAGES = {"pl": "POL", "en": "ENG"}


def elm_of(certificate: Certificate) -> dict[str, Any]:
    """The credential, with the whole name: its holder decides to whom they give it."""
    content, number = certificate.content, certificate.number
    achievement, moment = content.achievement, certificate.issued_at.isoformat(timespec="seconds")
    language, expires = achievement.language, certificate.expires_at

    def text(words: str) -> dict[str, list[str]]:
        return {language: [words]}

    with override(language):
        kind = document_name(content.document)
    issuer = {
        "id": _urn("organisation", content.issuer),
        "type": "Organisation",
        "legalName": text(content.issuer),
        "homepage": [{"id": _urn("homepage", ""), "type": "WebResource", "contentURL": settings.WAGTAILADMIN_BASE_URL}],
    }
    claim = {
        "id": _urn("achievement", number),
        "type": "LearningAchievement",
        "title": text(achievement.title),
        "awardedBy": {
            "id": _urn("awarding", number),
            "type": "AwardingProcess",
            "awardingBody": [issuer],
            "awardingDate": moment,
        },
        "specifiedBy": _specification(achievement, text),
    }
    return {
        "@context": CONTEXTS,
        "id": _urn("credential", number),
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "identifier": [
            {
                "id": _urn("identifier", number),
                "type": "Identifier",
                "notation": number,
                "schemeName": absolute_url("credentials:check_form"),
            }
        ],
        "issuer": issuer,
        "issuanceDate": moment,
        "issued": moment,
        "validFrom": moment,
        **({"expirationDate": expires.isoformat()} if expires else {}),
        "credentialSubject": {
            "id": _urn("person", number),
            "type": "Person",
            "fullName": text(content.name),
            "hasClaim": [claim],
        },
        "credentialProfiles": [_concept(GENERIC)],
        "displayParameter": {
            "id": _urn("display", number),
            "type": "DisplayParameter",
            "title": text(f"{kind}: {achievement.title}"),
            "language": [_language(language)],
            "primaryLanguage": _language(language),
        },
    }


def _specification(achievement: Achievement, text: Any) -> dict[str, Any]:
    hours = achievement.hours or (achievement.contact_hours or 0) + (achievement.own_hours or 0)
    outcomes = [
        {"id": _urn("outcome", f"{achievement.key}/{place}"), "type": "LearningOutcome", "title": text(outcome.text)}
        for place, outcome in enumerate(achievement.outcomes, start=1)
    ]
    points = {
        "id": _urn("credit", achievement.key),
        "type": "CreditPoint",
        "framework": _concept(ECTS),
        "point": str(achievement.ects),
    }
    return {
        "id": _urn("specification", achievement.key),
        "type": "LearningAchievementSpecification",
        "title": text(achievement.title),
        **({"learningOutcome": outcomes} if outcomes else {}),
        **({"creditPoint": [points]} if achievement.ects else {}),
        **({"volumeOfLearning": f"PT{hours}H"} if hours else {}),
    }


def _concept(identifier: str) -> dict[str, str]:
    return {"id": identifier, "type": "Concept"}


def _language(code: str) -> dict[str, str]:
    return _concept(f"http://publications.europa.eu/resource/authority/language/{LANGUAGES.get(code, 'MUL')}")


def _urn(kind: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"urn:x-pomost:elm:{kind}:{name}").urn
