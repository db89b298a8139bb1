"""Validates statements by the rules of xAPI 2.0 (IEEE 9274.1.1-2023, sections 4.2.1 to 4.2.7)."""

import math
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

VERB_VOIDED = "http://adlnet.gov/expapi/verbs/voided"
INTERACTIONS = {
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
}
LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


def problems(statement: dict[str, Any]) -> list[str]:
    """Every rule that the statement breaks; none for a valid one."""
    found: list[str] = []

    def need(condition: bool, rule: str) -> None:
        if not condition:
            found.append(rule)

    def only(value: dict[str, Any], allowed: str, required: str = "", *, where: str) -> None:
        need(isinstance(value, dict), f"{where} is an object")
        need(set(value) <= set(allowed.split()), f"{where} has only {allowed}, not {sorted(value)}")
        need(set(required.split()) <= set(value), f"{where} has {required}")
        need(all(part is not None for part in value.values()), f"{where} has no null")

    only(
        statement,
        "id actor verb object result context timestamp stored authority version attachments",
        "actor verb object",
        where="a statement",
    )
    need(_is_uuid(statement.get("id")), "the id is a UUID in its usual form")
    need(statement.get("version", "2.0.0") == "2.0.0", "the version is 2.0.0")
    for name in ("timestamp", "stored"):
        need(_is_moment(statement[name]), f"{name} is a moment with its offset")
    _agent(statement["actor"], need, only, where="the actor")
    only(statement["verb"], "id display", "id", where="the verb")
    need(_is_iri(statement["verb"]["id"]), "the verb's id is an IRI")
    _language_map(statement["verb"].get("display", {}), need, where="the display")
    target = statement["object"]
    if statement["verb"]["id"] == VERB_VOIDED:
        need(target.get("objectType") == "StatementRef", "a voiding statement refers to a statement")
    if target.get("objectType") == "StatementRef":
        only(target, "objectType id", "objectType id", where="a reference")
        need(_is_uuid(target["id"]), "a reference is a UUID")
        need("revision" not in statement.get("context", {}), "revision is for activities")
        need("platform" not in statement.get("context", {}), "platform is for activities")
    else:
        _activity(target, need, only, where="the object")
    if "result" in statement:
        _result(statement["result"], need, only)
    if "context" in statement:
        _context(statement["context"], need, only)
    return found


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _is_iri(value: Any) -> bool:
    return isinstance(value, str) and bool(re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$", value))


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).utcoffset() is not None


def _language_map(value: dict[str, str], need: Any, *, where: str) -> None:
    need(all(LANGUAGE.match(tag) for tag in value), f"{where} has language tags")
    need(all(isinstance(text, str) for text in value.values()), f"{where} has texts")


def _agent(value: dict[str, Any], need: Any, only: Any, *, where: str) -> None:
    only(value, "objectType account name", "account", where=where)
    need(value.get("objectType", "Agent") == "Agent", f"{where} is an Agent")
    only(value["account"], "homePage name", "homePage name", where=f"the account of {where}")
    address = urlsplit(value["account"]["homePage"])
    need(bool(address.scheme and address.netloc), f"the home page of {where} is an address")
    need(isinstance(value["account"]["name"], str), f"the name of {where} is a text")


def _activity(value: dict[str, Any], need: Any, only: Any, *, where: str) -> None:
    only(value, "objectType id definition", "id", where=where)
    need(value.get("objectType", "Activity") == "Activity", f"{where} is an Activity")
    need(_is_iri(value["id"]), f"the id of {where} is an IRI")
    definition = value.get("definition", {})
    only(
        definition,
        "name description type moreInfo interactionType correctResponsesPattern choices scale source target steps "
        "extensions",
        where=f"the definition of {where}",
    )
    if "type" in definition:
        need(_is_iri(definition["type"]), f"the type of {where} is an IRI")
    _language_map(definition.get("name", {}), need, where=f"the name of {where}")
    need(definition.get("interactionType", "other") in INTERACTIONS, f"{where} has a known type of interaction")


def _extensions(value: dict[str, Any], need: Any) -> None:
    need(all(_is_iri(name) for name in value), "extensions are named by IRIs")


def _result(value: dict[str, Any], need: Any, only: Any) -> None:
    only(value, "score success completion response duration extensions", where="the result")
    for name in ("success", "completion"):
        need(isinstance(value.get(name, True), bool), f"{name} is true or false")
    need(isinstance(value.get("response", ""), str), "the response is a text")
    _extensions(value.get("extensions", {}), need)
    score = value.get("score", {})
    only(score, "scaled raw min max", where="the score")
    need(all(math.isfinite(number) for number in score.values()), "a score is a number")
    need(-1 <= score.get("scaled", 0) <= 1, "a scaled score is between -1 and 1")
    if "raw" in score:
        need(score.get("min", score["raw"]) <= score["raw"] <= score.get("max", score["raw"]), "raw is within bounds")
    if "min" in score and "max" in score:
        need(score["min"] < score["max"], "the least score is below the greatest")


def _context(value: dict[str, Any], need: Any, only: Any) -> None:
    only(
        value,
        "registration instructor team contextActivities contextAgents contextGroups revision platform language "
        "statement extensions",
        where="the context",
    )
    need(_is_uuid(value.get("registration", str(UUID(int=0)))), "the registration is a UUID")
    need(bool(LANGUAGE.match(value.get("language", "pl"))), "the language is a tag")
    need(isinstance(value.get("platform", ""), str), "the platform is a text")
    if "instructor" in value:
        _agent(value["instructor"], need, only, where="the instructor")
    only(value.get("contextActivities", {}), "parent grouping category other", where="the activities of the context")
    for name, activities in value.get("contextActivities", {}).items():
        need(isinstance(activities, list) and bool(activities), f"{name} is a list")
        for activity in activities:
            _activity(activity, need, only, where=name)
    _extensions(value.get("extensions", {}), need)
