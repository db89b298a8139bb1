"""Every block that editors choose from a list has a description and a preview in the site's style."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.blocks import Block, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from people import roles
from reference.blocks import RequirementBlock
from tests.builders import signed_in

FIELDS = [
    (model, field)
    for model in get_page_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField) and not model._meta.abstract
]


def chosen_in(block: Block) -> Iterator[Block]:
    """The blocks offered in the lists of a stream block, and in those of the streams inside it."""
    for child in getattr(block, "child_blocks", {}).values():
        if isinstance(block, StreamBlock):
            yield child
        yield from chosen_in(child)
    if (item := getattr(block, "child_block", None)) is not None:
        yield from chosen_in(item)


BLOCKS = {child.definition_prefix: child for _model, field in FIELDS for child in chosen_in(field.stream_block)}


def test_every_block_of_every_page_type_is_described_in_polish_and_previewable() -> None:
    assert len(FIELDS) > 3
    described: dict[str, list[str]] = {}
    for language in ("pl", "en"):
        with override(language):
            described[language] = [str(block.get_description()) for block in BLOCKS.values()]
    lacking = [
        type(block).__name__
        for block, polish, english in zip(BLOCKS.values(), described["pl"], described["en"], strict=True)
        if not polish or polish == english or not block.is_previewable
    ]
    assert lacking == []


@pytest.mark.django_db
def test_a_preview_is_the_block_in_the_style_of_the_site() -> None:
    client = signed_in(roles.EDITOR)
    empty = []
    for name, block in BLOCKS.items():
        response = client.get(reverse("wagtailadmin_block_preview"), {"id": name})
        html = response.content.decode()
        assert response.status_code == 200
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "css/pomost.css" in html
        shown = re.search(r'<main class="block-preview prose">(.*)</main>', html, re.DOTALL)
        if shown is None or not re.sub(r"<[^>]+>|\s", "", shown[1]):
            empty.append(type(block).__name__)
    assert empty == []


@pytest.mark.django_db
def test_the_preview_of_a_requirement_has_its_legal_basis() -> None:
    name = next(name for name, block in BLOCKS.items() if isinstance(block, RequirementBlock))
    html = signed_in(roles.EDITOR).get(reverse("wagtailadmin_block_preview"), {"id": name}).content.decode()
    assert "art. 44 ust. 4 ustawy o działalności" in html.replace("\xa0", " ")
