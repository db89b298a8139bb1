import re

import pytest
from django.http import Http404
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from pomost.patterns import patterns

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
