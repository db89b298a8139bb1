"""A certificate as a credential of the European Learning Model 3 (JSON-LD). Unsealed: the site has no qualified seal.

https://europa.eu/europass/elm-browser/ and its application profile for European Digital Credentials, whose constraints
are the shapes ``edc-generic-full`` and ``edc-generic-no-cv`` (SHACL).
"""

from base64 import b64encode
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import override

from courses.credentials.achievements import Achievement
from courses.credentials.models import Certificate, CredentialSettings
from courses.credentials.paper import certificate_pictures
from courses.credentials.wording import document_name
from people.emails import absolute_url

CONTEXTS = ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"]
PROFILE = "http://data.europa.eu/snb/model/ap/edc-generic-full"
LANGUAGES = {"pl": "POL", "en": "ENG"}

# Controlled vocabularies: the schemes, and concepts of them.
_SNB = "http://data.europa.eu/snb"
_AUTHORITY = "http://publications.europa.eu/resource/authority"
CREDENTIALS, GENERIC = f"{_SNB}/credential/25831c2", f"{_SNB}/credential/e34929035b"
CREDITS, ECTS = f"{_SNB}/education-credit/25831c2", f"{_SNB}/education-credit/6fcec5c5af"
ENCODINGS, BASE64 = f"{_SNB}/encoding/25831c2", f"{_SNB}/encoding/6146cde7dd"
COUNTRIES, POLAND = f"{_AUTHORITY}/country", f"{_AUTHORITY}/country/POL"
FILE_TYPES, PNG = f"{_AUTHORITY}/file-type", f"{_AUTHORITY}/file-type/PNG"
LANGUAGE_SCHEME = f"{_AUTHORITY}/language"


def elm_of(certificate: Certificate) -> dict[str, Any]:
    """The credential, with the whole name: its holder decides to whom they give it.

    Raises ``publishing.publications.PdfError`` where its pictures cannot be made.
    """
    content, number = certificate.content, certificate.number
    achievement, moment = content.achievement, certificate.issued_at.isoformat(timespec="seconds")
    language, expires = achievement.language, certificate.expires_at

    def text(words: str) -> dict[str, list[str]]:
        return {language: [words]}

    with override(language):
        kind = document_name(content.document)
    issuer = _issuer(content.issuer, text)
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
        "credentialProfiles": [_concept(GENERIC, CREDENTIALS)],
        "credentialSchema": [{"id": PROFILE, "type": "ShaclValidator2017"}],
        "displayParameter": {
            "id": _urn("display", number),
            "type": "DisplayParameter",
            "title": text(f"{kind}: {achievement.title}"),
            "language": [_language(language)],
            "primaryLanguage": _language(language),
            "individualDisplay": [_display(certificate, language)],
        },
    }


def _issuer(name: str, text: Any) -> dict[str, Any]:
    """The issuer; its number in the register only if the site's owner is still called so."""
    owner = CredentialSettings.current()
    number = {
        "id": _urn("legal-identifier", owner.nip or ""),
        "type": "LegalIdentifier",
        "notation": owner.nip,
        "schemeName": "NIP",
        "spatial": _concept(POLAND, COUNTRIES),
    }
    return {
        "id": _urn("organisation", name),
        "type": "Organisation",
        "legalName": text(name),
        **({"eIDASIdentifier": number} if owner.nip and owner.issuer_name == name else {}),
        "location": [
            {
                "id": _urn("location", name),
                "type": "Location",
                "address": [
                    {"id": _urn("address", name), "type": "Address", "countryCode": _concept(POLAND, COUNTRIES)}
                ],
            }
        ],
        "homepage": [{"id": _urn("homepage", ""), "type": "WebResource", "contentURL": settings.WAGTAILADMIN_BASE_URL}],
    }


def _display(certificate: Certificate, language: str) -> dict[str, Any]:
    """What a viewer shows of the credential: a picture of each page of the certificate on paper."""
    number = certificate.number
    return {
        "id": _urn("individual-display", number),
        "type": "IndividualDisplay",
        "language": _language(language),
        "displayDetail": [
            {
                "id": _urn("display-detail", f"{number}/{page}"),
                "type": "DisplayDetail",
                "page": page,
                "image": {
                    "id": _urn("picture", f"{number}/{page}"),
                    "type": "MediaObject",
                    "content": b64encode(picture).decode(),
                    "contentEncoding": _concept(BASE64, ENCODINGS),
                    "contentType": _concept(PNG, FILE_TYPES),
                },
            }
            for page, picture in enumerate(certificate_pictures(certificate), start=1)
        ],
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
        "framework": _concept(ECTS, CREDITS),
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


def _concept(identifier: str, scheme: str) -> dict[str, Any]:
    return {"id": identifier, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}


def _language(code: str) -> dict[str, Any]:
    return _concept(f"{LANGUAGE_SCHEME}/{LANGUAGES.get(code, 'MUL')}", LANGUAGE_SCHEME)


def _urn(kind: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"urn:x-pomost:elm:{kind}:{name}").urn
