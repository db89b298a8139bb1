"""Lists of requirements as PDF: the list that is shown, with a box for each requirement."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from people.models import Organisation, User
from pomost.logs import without_secrets
from publishing import limits
from resources.guidance.models import Requirement, RequirementList
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.models import ChecklistShare
from resources.guidance.requirements.services import revoke, share, tick
from tests.publishing.test_publications import text_of
from tests.verapdf import failures

pytestmark = pytest.mark.django_db

PATH = "/wymogi/lista.pdf"


def text(client: Client, address: str = PATH) -> str:
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    return text_of(response.content).replace("\u200b", "")


def test_it_holds_what_the_answers_leave_with_its_basis_and_is_valid(
    client: Client, whole_list: RequirementList
) -> None:
    whole, some = text(client), text(client, f"{PATH}?etat=nie")
    for words in ("Zawrzyj umowę", "Wymóg prawny", "art. 5 ustawy o mostach", "co miesiąc, do 20 dnia", "eli.gov.pl"):
        assert words in whole
    assert ("Zawrzyj umowę" in some, "Zabezpiecz dane" in some) == (False, True)
    assert "http://testserver/wymogi/?etat=nie" in some
    assert failures({"list": client.get(PATH).content}) == {"list": []}


def test_the_page_links_to_it_with_the_answers(client: Client, whole_list: RequirementList) -> None:
    assert f'href="{PATH}?etat=nie"' in client.get("/wymogi/?etat=nie").text


def test_ticks_are_those_of_the_reader_and_nobody_else_gets_them(whole_list: RequirementList) -> None:
    user = User.objects.create_user("lidera@example.org")
    assert isinstance(user, User)
    tick(user=user, requirement=Requirement.objects.order_by("-pk")[0], ticked=True)
    own = Client()
    own.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert ("Odhaczono" in text(own), "Odhaczono" in text(Client())) == (True, False)
    assert "no-store" in own.get(PATH).headers["Cache-Control"]


def test_restricted_lists_drafts_and_other_pages_have_none(client: Client, whole_list: RequirementList) -> None:
    assert client.get("/poradniki/lista.pdf").status_code == 404
    restriction = PageViewRestriction.objects.create(page=whole_list, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(PATH).status_code == 404
    restriction.delete()
    whole_list.unpublish()
    assert client.get(PATH).status_code == 404


@pytest.fixture
def shared(whole_list: RequirementList) -> ChecklistShare:
    """The list of an organisation that has no grants, of which one requirement is done."""
    user = User.objects.create_user("lidera@example.org", organisation=Organisation.objects.create(name="Kładka"))
    first = Requirement.objects.order_by("-pk")[0]
    tick(user=user, requirement=first, ticked=True)
    return share(user=user, answers=Answers({"grants": False}), guide=None)


def test_a_shared_list_is_a_file_for_whoever_has_the_link(client: Client, shared: ChecklistShare) -> None:
    page = client.get(reverse("guidance:shared", args=[shared.token])).text
    address = reverse("guidance:shared_file", args=[shared.token])
    assert f'href="{address}"' in page
    response = client.get(address)
    found = text(client, address)
    for words in ("Kładka", "Zawrzyj umowę", "Odhaczono", "art. 5 ustawy o mostach"):
        assert words in found
    assert ("lidera" in found, shared.token in found) == (False, False)
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert without_secrets(f"GET {address}") == "GET /wymogi/lista/***/lista.pdf"
    assert failures({"list": response.content}) == {"list": []}


def test_a_shared_file_ends_with_the_link(client: Client, shared: ChecklistShare) -> None:
    address = reverse("guidance:shared_file", args=[shared.token])
    User.objects.filter(pk=shared.user_id).update(is_active=False)
    assert client.get(address).status_code == 404
    User.objects.filter(pk=shared.user_id).update(is_active=True)
    revoke(user=shared.user, share_id=shared.pk)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("limit", ["pdf", "shared_checklist"])
def test_shared_files_are_limited(client: Client, shared: ChecklistShare, settings: Any, limit: str) -> None:
    limits.clear()
    settings.POMOST_RATE_LIMITS = {**settings.POMOST_RATE_LIMITS, limit: "1/m/ip"}
    address = reverse("guidance:shared_file", args=[shared.token])
    assert [client.get(address).status_code for _time in range(2)] == [200, 429]
