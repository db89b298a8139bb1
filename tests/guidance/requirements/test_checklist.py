"""Ticks, notes and people: in a browser, with an account, and when one becomes the other."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse

from people.anonymising import parts_of
from people.models import User
from people.services import anonymise_account, erase_account
from pomost.logs import without_secrets
from publishing.impact import impact_on_object
from resources.guidance.models import Chapter, ChecklistEntry, ChecklistShare, Requirement, RequirementList
from resources.guidance.requirements import cookies, services
from resources.guidance.requirements.answers import Answers
from resources.guidance.requirements.cards import Tick
from tests.guidance.requirements.conftest import requirement

pytestmark = pytest.mark.django_db

LIST, TICK = "/wymogi/", "/wymogi/odhaczanie/"
COOKIE = settings.POMOST_CHECKLIST_COOKIE
PASSWORD = "most-nad-rzeka"


@pytest.fixture(autouse=True)
def _a_list(whole_list: RequirementList) -> None:
    """Every test here has the list of the whole site."""


@pytest.fixture
def one(chapters: list[Chapter]) -> Requirement:
    return Requirement.objects.get(what="Zawrzyj umowę.")


@pytest.fixture
def anna(person: Callable[[str], User]) -> User:
    return person("anna")


@pytest.fixture
def signed(anna: User) -> Client:
    client = Client()
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ticks(client: Client, address: str = LIST) -> dict[str, Tick]:
    groups = client.get(address).context["groups"]
    rows = [row for group in groups for section in group.sections for row in section.rows]
    return {row.card.title: row.tick for row in rows if row.tick != Tick()}


def change(chapter: Chapter, place: int, what: str) -> None:
    raw = list(chapter.body.raw_data)
    raw[place]["value"]["what"] = what
    chapter.body = raw
    chapter.save_revision().publish()


def test_without_an_account_a_tick_is_kept_in_the_browser(client: Client, one: Requirement) -> None:
    response = client.post(TICK, {"odhacz": one.pk, "powrot": f"{LIST}?etat=tak"})
    assert (response.status_code, response["Location"]) == (303, f"{LIST}?etat=tak#wymog-{one.pk}")
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert ticks(client) == {"Zawrzyj umowę": Tick(ticked=True)}
    assert client.get(LIST).context["ticked"] == 1
    client.post(TICK, {"cofnij": one.pk, "powrot": LIST})
    assert ticks(client) == {}
    assert not ChecklistEntry.objects.exists()


def test_a_changed_cookie_is_no_tick(client: Client, one: Requirement) -> None:
    client.post(TICK, {"odhacz": one.pk, "powrot": LIST})
    client.cookies[COOKIE] = f"x{client.cookies[COOKIE].value}"
    assert ticks(client) == {}


def test_an_account_keeps_ticks_with_a_note_and_a_person(signed: Client, anna: User, one: Requirement) -> None:
    signed.post(TICK, {"odhacz": one.pk, "powrot": LIST})
    address = reverse("guidance:entry", args=[one.pk])
    form = {"ticked": "on", "note": "  W segregatorze 2. ", "person": "księgowa", "powrot": LIST}
    assert signed.post(address, form)["Location"] == f"{LIST}#wymog-{one.pk}"
    entry = ChecklistEntry.objects.get()
    assert (entry.user, entry.note, entry.person, entry.digest) == (anna, "W segregatorze 2.", "księgowa", one.digest)
    signed.post(TICK, {"cofnij": one.pk, "powrot": LIST})
    assert ticks(signed) == {"Zawrzyj umowę": Tick(note="W segregatorze 2.", person="księgowa")}
    signed.post(address, {"note": "", "person": "", "powrot": LIST})
    assert not ChecklistEntry.objects.exists()


def test_a_note_that_is_too_long_stays_in_its_field(signed: Client, one: Requirement) -> None:
    response = signed.post(reverse("guidance:entry", args=[one.pk]), {"note": "a" * 501})
    assert (response.status_code, response.context["form"]["note"].value()) == (422, "a" * 501)


def test_a_note_needs_an_account(client: Client, one: Requirement) -> None:
    assert client.get(reverse("guidance:entry", args=[one.pk]))["Location"].startswith("/konto/")


def test_a_change_by_get_is_refused(client: Client, one: Requirement) -> None:
    assert client.get(f"{TICK}?odhacz={one.pk}").status_code == 405
    assert Client(enforce_csrf_checks=True).post(TICK, {"odhacz": one.pk}).status_code == 403


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_nobody_is_led_to_another_site(client: Client, one: Requirement, back: str) -> None:
    assert client.post(TICK, {"odhacz": one.pk, "powrot": back})["Location"] == f"/#wymog-{one.pk}"


@pytest.mark.parametrize("given", [{}, {"odhacz": "abc"}, {"odhacz": "9" * 30}, {"cofnij": "999999"}])
def test_a_requirement_that_is_not_there_is_not_found(client: Client, given: dict[str, str]) -> None:
    assert client.post(TICK, given).status_code == 404


def test_the_script_gets_the_row(client: Client, one: Requirement) -> None:
    given = {"odhacz": one.pk, "powrot": f"{LIST}?etat=tak"}
    response = client.post(TICK, given, headers={"X-Requested-With": "fetch"})
    assert response.context["row"].tick == Tick(ticked=True)
    assert response.context["row"].why.replace("\u00a0", " ") == "Pokazujemy, bo: zatrudniacie na umowę o pracę."
    assert response.text.count("<li") == 1


def test_what_changed_after_the_tick_is_said(client: Client, signed: Client, chapters: list[Chapter]) -> None:
    one, two = Requirement.objects.filter(page=chapters[0].pk).in_order()[:2]
    for visitor in (client, signed):
        for row in (one, two):
            visitor.post(TICK, {"odhacz": row.pk, "powrot": LIST})
    change(chapters[0], 1, "Zawrzyj umowę na piśmie.")
    for visitor in (client, signed):
        found = ticks(visitor)
        assert {title: tick.changed for title, tick in found.items()} == {
            "Zawrzyj umowę na piśmie": True,
            "Wpłać zaliczkę": False,
        }
        assert list(ticks(visitor, f"{LIST}?stan=zmienione")) == ["Zawrzyj umowę na piśmie"]
        assert visitor.get(LIST).text.count("Zmieniono po odhaczeniu.") == 1


def test_ticks_survive_a_page_taken_down_and_published_again(signed: Client, one: Requirement) -> None:
    signed.post(TICK, {"odhacz": one.pk, "powrot": LIST})
    chapter = Chapter.objects.get(pk=one.page_id)
    chapter.unpublish()
    assert ticks(signed) == {}
    chapter.save_revision().publish()
    assert [tick.ticked for tick in ticks(signed).values()] == [True]


def test_a_full_browser_is_told_to_sign_in_and_keeps_what_it_has(
    client: Client, one: Requirement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cookies, "MOST_TICKS", 1)
    two = Requirement.objects.get(what="Wpłać zaliczkę.")
    client.post(TICK, {"odhacz": one.pk, "powrot": LIST})
    response = client.post(TICK, {"odhacz": two.pk, "powrot": LIST}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 409
    assert "Zaloguj się" in response.text
    assert list(ticks(client)) == ["Zawrzyj umowę"]
    Chapter.objects.get(pk=one.page_id).unpublish()
    three = Requirement.objects.get(what="Zabezpiecz dane.")
    client.post(TICK, {"odhacz": three.pk, "powrot": LIST})
    assert list(ticks(client)) == ["Zabezpiecz dane"]  # one that is gone makes room


def test_signing_in_takes_the_ticks_of_the_browser_over(client: Client, one: Requirement, anna: User) -> None:
    two = Requirement.objects.get(what="Wpłać zaliczkę.")
    client.post(TICK, {"odhacz": one.pk, "powrot": LIST})
    client.post(TICK, {"odhacz": two.pk, "powrot": LIST})
    services.annotate(user=anna, requirement=one, note="Mam.", person="", ticked=False)
    anna.set_password(PASSWORD)
    anna.save()
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    response = client.post(reverse("account_login"), {"login": anna.email, "password": PASSWORD})
    assert response.status_code == 302
    assert client.cookies[COOKIE].value == ""
    assert {title: (tick.ticked, tick.note, tick.changed) for title, tick in ticks(client).items()} == {
        "Zawrzyj umowę": (True, "Mam.", False),
        "Wpłać zaliczkę": (True, "", False),
    }


def test_a_tick_of_old_words_is_taken_over_as_such(chapters: list[Chapter], anna: User, one: Requirement) -> None:
    held = {one.key: cookies.start_of(one.digest)}
    change(chapters[0], 1, "Zawrzyj inną umowę.")
    assert services.take_over(user=anna, ticks=held) == 1
    assert ChecklistEntry.objects.get().digest != Requirement.objects.get(pk=one.pk).digest
    assert services.take_over(user=anna, ticks=held) == 0


def test_an_account_takes_its_checklist_along(anna: User, one: Requirement, django_user_model: type[User]) -> None:
    services.annotate(user=anna, requirement=one, note="N", person="P", ticked=True)
    services.share(user=anna, answers=Answers(), guide=None)
    expected = ["1 wymóg odhaczony lub opisany na liście.", "1 link do listy wymogów."]
    assert [(part.text, part.kept) for part in parts_of(anna)] == [(text, False) for text in expected]
    assert [impact.text for impact in impact_on_object(anna)] == expected
    chapter = Chapter.objects.get(pk=one.page_id)
    assert expected[0] in [impact.text for impact in impact_on_object(chapter)]
    administrator = django_user_model.objects.create_superuser("szef@example.org", PASSWORD)
    anonymise_account(by=administrator, user=anna)
    assert (ChecklistEntry.objects.count(), ChecklistShare.objects.count()) == (0, 0)


def test_erasing_an_account_erases_its_checklist(anna: User, one: Requirement) -> None:
    services.tick(user=anna, requirement=one, ticked=True)
    erase_account(by=anna, user=anna)
    assert not ChecklistEntry.objects.exists()


# --- shared lists -----------------------------------------------------------------------------------


def make_link(signed: Client, query: str = "") -> str:
    signed.post(f"{reverse('guidance:shares')}{query}")
    share = ChecklistShare.objects.first()
    assert share is not None
    return reverse("guidance:shared", args=[share.token])


def test_a_link_shows_the_list_as_it_stands_to_whoever_has_it(
    signed: Client, client: Client, anna: User, one: Requirement
) -> None:
    address = make_link(signed, "?etat=tak&dotacje=nie")
    services.annotate(user=anna, requirement=one, note="W segregatorze.", person="Jan", ticked=True)
    response = client.get(address)
    assert list(ticks(client, address)) == ["Zawrzyj umowę"]
    assert response.context["shown"] == 4
    assert "W segregatorze." in response.text
    assert anna.first_name not in response.text
    assert anna.email not in response.text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert TICK not in response.text


def test_a_link_names_the_organisation_not_the_person(signed: Client, client: Client, anna: User) -> None:
    from people.services import change_profile

    change_profile(user=anna, first_name="Anna", last_name="Zielińska", organisation="Fundacja Kładka")
    text = client.get(make_link(signed)).text
    assert "Udostępnione przez organizację Fundacja Kładka." in text
    assert "Zielińska" not in text


def test_a_link_can_be_turned_off_by_its_owner_only(
    signed: Client, client: Client, person: Callable[[str], User]
) -> None:
    address = make_link(signed)
    share = ChecklistShare.objects.get()
    other = Client()
    other.force_login(person("jan"), backend="django.contrib.auth.backends.ModelBackend")
    other.post(reverse("guidance:revoke", args=[share.pk]))
    assert client.get(address).status_code == 200
    signed.post(reverse("guidance:revoke", args=[share.pk]))
    assert client.get(address).status_code == 404


def test_the_same_choice_has_one_link_and_links_are_limited(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = services.share(user=anna, answers=Answers({"grants": True}), guide=None)
    assert services.share(user=anna, answers=Answers({"grants": True}), guide=None) == first
    monkeypatch.setattr(services, "MOST_SHARES", 1)
    with pytest.raises(services.TooManySharesError):
        services.share(user=anna, answers=Answers(), guide=None)


def test_a_link_of_somebody_who_may_not_sign_in_any_more_is_dead(signed: Client, client: Client, anna: User) -> None:
    address = make_link(signed)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_a_token_cannot_be_guessed_and_is_in_no_log(anna: User) -> None:
    made = services.share(user=anna, answers=Answers(), guide=None)
    assert len(made.token) == 32
    assert without_secrets(f"GET {reverse('guidance:shared', args=[made.token])} 200") == "GET /wymogi/lista/***/ 200"


def test_the_signature_is_that_of_this_cookie(client: Client, one: Requirement) -> None:
    other = get_cookie_signer(salt=f"{COOKIE}another").sign(cookies.encoded({one.key: b"ab"}))
    client.cookies[COOKIE] = other
    assert ticks(client) == {}


def test_a_requirement_can_be_ticked_on_a_page_of_a_new_block(signed: Client, chapters: list[Chapter]) -> None:
    chapters[1].body = [*chapters[1].body.raw_data, requirement("Nowy.")]
    chapters[1].save_revision().publish()
    signed.post(TICK, {"odhacz": Requirement.objects.get(what="Nowy.").pk, "powrot": LIST})
    assert list(ticks(signed)) == ["Nowy"]
