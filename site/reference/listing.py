"""The requirements of a text as a list of links."""

from dataclasses import dataclass

from wagtail.blocks import StreamValue

from reference.values import plain_with_values


@dataclass(frozen=True, slots=True)
class RequirementItem:
    """A requirement of a text: its force (``legal``, ``grantor``, ``practice``), its text and its anchor."""

    force: str
    what: str
    anchor: str


def requirements_in(body: StreamValue, *, html: str) -> list[RequirementItem]:
    """The requirements of a body in order, from its raw data, without queries for the acts that they refer to.

    Only those whose anchor is in ``html``, the rendered body: a body rendered by a version without these anchors has
    none until it is rendered again.
    """
    return [
        RequirementItem(raw["value"]["force"], plain_with_values(raw["value"]["what"]), anchor)
        for raw in body.raw_data
        if raw["type"] == "requirement" and (anchor := anchor_of(raw.get("id") or "")) in html
    ]


def anchor_of(block_id: str) -> str:
    """The anchor of a requirement, as its template has it."""
    return f"wymog-{block_id}"
