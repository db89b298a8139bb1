import re

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils.html import escape
from pytest_django.fixtures import Settings

from pomost.patterns import patterns
from publishing.blocks import QuoteBlock
from reference.blocks import RequirementBlock

pytestmark = pytest.mark.django_db


def test_library_is_hidden_outside_development(rf: RequestFactory, settings: Settings) -> None:
    settings.POMOST_PATTERNS = False
    with pytest.raises(Http404):
        patterns(rf.get("/wzorce/"))


def test_library_shows_every_component_without_inline_style_or_script(rf: RequestFactory, settings: Settings) -> None:
    settings.POMOST_PATTERNS = True
    html = patterns(rf.get("/wzorce/")).content.decode()
    assert html.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_blocks_are_shown_by_their_own_previews(rf: RequestFactory, settings: Settings) -> None:
    settings.POMOST_PATTERNS = True
    html = patterns(rf.get("/wzorce/")).content.decode()
    assert re.findall(r'class="requirement (\w+)"', html) == ["legal", "grantor", "practice"]
    assert re.findall(r'class="callout (\w+)', html) == ["note", "warning", "tip", "example"]
    assert html.count(escape(RequirementBlock().meta.preview_value["whom"])) == 3
    assert html.count(escape(QuoteBlock().meta.preview_value["source"])) == 1


def test_a_colon_follows_the_force_of_a_requirement_without_a_space(rf: RequestFactory, settings: Settings) -> None:
    settings.POMOST_PATTERNS = True
    html = patterns(rf.get("/wzorce/")).content.decode()
    forces = re.findall(r'href="#[^"]+"><strong>(.*?)</strong>', html, re.DOTALL)
    assert forces
    assert [force.rstrip() for force in forces if not re.search(r"\w:\s*\Z", force)] == []
