"""Projects and results in the admin, by role."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.roles import EDITOR, REVIEWER, TRAINER
from resources.results.models import GrantProgramme, ImportedText, ProjectIndex
from tests.builders import signed_in
from tests.results.builders import make_project

pytestmark = pytest.mark.django_db


def test_an_editor_adds_a_theme_and_a_programme(base: ProjectIndex) -> None:
    client = signed_in(EDITOR)
    response = client.post(reverse("wagtailsnippets_results_grantprogramme:add"), {"name": "PIW", "short_name": ""})
    assert response.status_code == 302
    assert GrantProgramme.objects.filter(name="PIW").exists()
    assert client.get(reverse("wagtailsnippets_results_theme:list")).status_code == 200


@pytest.mark.parametrize("role", [REVIEWER, TRAINER])
def test_others_have_no_themes(base: ProjectIndex, role: str) -> None:
    assert signed_in(role).get(reverse("wagtailsnippets_results_theme:list")).status_code == 302


def test_the_form_shows_what_the_import_could_not_place(base: ProjectIndex) -> None:
    project = make_project(base, "Żuraw")
    client = signed_in(EDITOR, is_superuser=True, is_staff=True)
    address = reverse("wagtailadmin_pages:edit", args=[project.pk])
    assert "Dziwny nagłówek" not in client.get(address).content.decode()
    ImportedText.objects.create(
        page_id=project.pk, digest="x", file_name="zuraw.txt", revision=1, kept=[[3, "Dziwny nagłówek"]],
        imported_at=timezone.now(),
    )  # fmt: skip
    html = client.get(address).content.decode()
    assert "3. Dziwny nagłówek" in html
    assert "zuraw.txt" in html


def test_a_number_that_is_taken_is_refused_at_its_field(base: ProjectIndex) -> None:
    make_project(base, "Żuraw", number="D0001")
    client = signed_in(EDITOR, is_superuser=True, is_staff=True)
    address = reverse("wagtailadmin_pages:add", args=["results", "project", base.pk])
    empty = {
        f"{name}-{count}": "0"
        for name in ("partnership", "regions", "beneficiaries", "components", "parts", "documents", "sources", "body")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "count")
    }
    sent = {**empty, "title": "Bocian", "slug": "bocian", "number": "D0001"}
    response = client.post(address, sent)
    assert response.status_code == 200
    assert "Ten numer ma projekt „Żuraw”" in response.content.decode()
    assert client.post(address, {**sent, "number": "D0002"}).status_code == 302
