"""The page of a review and the comparison over HTTP: who may open them, what a decision needs, where it leads."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from editing import services
from editing.models import PageApproval
from editing.services import Decision
from people.models import User
from resources.guidance.models import Chapter
from tests.builders import prose
from tests.builders import signed_in as somebody
from tests.editing.conftest import Sent, signed_in

pytestmark = pytest.mark.django_db

HOME = "/admin/"


@pytest.fixture
def state(chapter: Chapter, send: Sent) -> TaskState:
    """The review of a draft of the live chapter."""
    redraft(chapter, "Porozumienie zawiera się na piśmie.")
    return send(chapter)


def redraft(page: Chapter, text: str) -> None:
    body = prose(text)
    body[0]["id"] = page.body[0].id  # the same block, with another text
    page.body = body
    page.save_revision()
    page.refresh_from_db()


def address(state: TaskState) -> str:
    return reverse("editing_review", args=[state.pk])


def decided(client: Client, state: TaskState, decision: str, comment: str = "", revision: int = 0) -> Any:
    read = revision or Chapter.objects.get(pk=state.workflow_state.object_id).latest_revision_id
    return client.post(address(state), {"decision": decision, "comment": comment, "revision": read}, follow=True)


def soup(response: Any) -> BeautifulSoup:
    """The page without the spaces that bind single letters."""
    return BeautifulSoup(response.content.decode().replace("\xa0", " ").replace("&nbsp;", " "), "html.parser")


def main(response: Any) -> Tag:
    found = soup(response).find("main")
    assert found is not None
    return found


def changed(html: Tag) -> list[str]:
    """The marked words as a screen reader says them, without the legend."""
    return [mark.get_text(" ", strip=True) for mark in html.select(":not(.diff-legend) > :is(ins, del)")]


def buttons(response: Any) -> list[str]:
    return [button.get_text(strip=True) for button in main(response).select(".review-buttons button")]


def messages(response: Any) -> list[str]:
    """Their texts; the templates of messages that scripts add have none."""
    found = [" ".join(item.get_text(" ", strip=True).split()) for item in soup(response).select(".messages li")]
    return [text for text in found if text]


def test_a_reviewer_reads_the_difference_and_has_three_decisions(reviewer: User, state: TaskState) -> None:
    page = signed_in(reviewer).get(address(state))
    assert buttons(page) == ["Akceptuj", "Akceptuj z uwagą", "Odeślij do poprawy"]
    html = main(page)
    assert changed(html) == ["[usunięto: ustnie. ]", "[dodano: na piśmie. ]"]
    assert "Pola Pisząca" in html.get_text(" ", strip=True)
    assert len(soup(page).select("h1")) == 1


def test_who_may_publish_has_buttons_that_say_so(administrator: User, state: TaskState) -> None:
    page = signed_in(administrator).get(address(state))
    assert buttons(page) == ["Akceptuj i opublikuj", "Akceptuj z uwagą i opublikuj", "Odeślij do poprawy"]


def test_an_editor_reads_and_decides_nothing(editor: User, chapter: Chapter, state: TaskState) -> None:
    client = signed_in(editor)
    page = client.get(address(state))
    assert (page.status_code, buttons(page)) == (200, [])
    assert "na piśmie" in main(page).get_text()
    decided(client, state, "approve")
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    assert not PageApproval.objects.filter(page=chapter).exists()


def test_others_are_refused(state: TaskState) -> None:
    assert Client().get(address(state))["Location"].startswith("/konto/login/")
    learner = somebody()
    assert learner.get(address(state)).status_code in (302, 403)
    learner.post(address(state), {"decision": "approve", "revision": 1})
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


@pytest.mark.parametrize(
    ("decision", "comment", "status", "message"),
    [
        ("approve", "", "approved", "Strona „Wolontariat” jest zaakceptowana. Redakcja ją opublikuje."),
        (
            "approve-with-comment",
            "Dobrze.",
            "approved",
            "Strona „Wolontariat” jest zaakceptowana. Redakcja ją opublikuje.",
        ),
        ("return", "Podaj artykuł.", "rejected", "Strona „Wolontariat” wróciła do redakcji z twoim komentarzem."),
    ],
)
def test_a_decision_leads_home_with_one_message(
    reviewer: User, state: TaskState, decision: str, comment: str, status: str, message: str
) -> None:
    answer = decided(signed_in(reviewer), state, decision, comment)
    assert answer.redirect_chain == [(HOME, 302)]
    assert messages(answer) == [message]
    state.refresh_from_db()
    assert (state.status, state.comment, state.finished_by) == (status, comment, reviewer)


def test_an_administrator_approves_and_it_is_published(administrator: User, chapter: Chapter, state: TaskState) -> None:
    answer = decided(signed_in(administrator), state, "approve")
    assert messages(answer) == ["Strona „Wolontariat” jest zaakceptowana i opublikowana."]
    chapter.refresh_from_db()
    assert not chapter.has_unpublished_changes


@pytest.mark.parametrize("decision", [Decision.RETURN, Decision.APPROVE_WITH_COMMENT])
def test_a_missing_comment_is_asked_for(reviewer: User, state: TaskState, decision: Decision) -> None:
    answer = decided(signed_in(reviewer), state, decision, "   ")
    assert answer.status_code == 422
    (error,) = main(answer).select("[role=alert]")
    assert error.get_text(strip=True) == "Napisz komentarz: autor lub autorka przeczyta go przy stronie."
    field = main(answer).select_one("textarea")
    assert field is not None
    assert (field["aria-invalid"], str(error["id"]) in str(field["aria-describedby"])) == ("true", True)
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_a_draft_that_changed_is_read_again_and_the_comment_stays(
    reviewer: User, chapter: Chapter, state: TaskState
) -> None:
    read = chapter.latest_revision_id
    redraft(chapter, "Porozumienie zawiera się listem.")
    client = signed_in(reviewer)
    answer = decided(client, state, Decision.RETURN, "Podaj artykuł.", revision=read)
    assert answer.status_code == 422
    html = main(answer)
    assert "listem" in html.get_text()
    assert [field.get_text(strip=True) for field in html.select("textarea")] == ["Podaj artykuł."]
    assert [field["value"] for field in html.select("[name=revision]")] == [str(chapter.latest_revision_id)]
    assert decided(client, state, Decision.RETURN, "Podaj artykuł.").redirect_chain == [(HOME, 302)]


def test_an_unknown_decision_keeps_the_comment(reviewer: User, state: TaskState) -> None:
    answer = decided(signed_in(reviewer), state, "publish", "Podaj artykuł.")
    assert answer.status_code == 422
    assert [field.get_text(strip=True) for field in main(answer).select("textarea")] == ["Podaj artykuł."]
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_review_that_has_ended_says_who_ended_it(
    reviewer: User, administrator: User, chapter: Chapter, state: TaskState, method: str
) -> None:
    services.decide(
        by=administrator,
        task_state=state,
        revision=chapter.latest_revision_id,
        decision=Decision.RETURN,
        comment="Nie.",
    )
    client = signed_in(reviewer)
    answer: Any = client.get(address(state), follow=True) if method == "get" else decided(client, state, "approve")
    assert answer.redirect_chain == [(HOME, 302)]
    assert messages(answer) == [
        "Sprawdzanie strony „Wolontariat” się zakończyło. Do poprawy odsyła: Adam Zarządzający."
    ]
    assert not PageApproval.objects.filter(page=chapter).exists()


@pytest.mark.parametrize(("who", "history"), [("reviewer", False), ("editor", True)])
def test_two_versions_are_compared_by_those_who_may_edit_or_review(
    request: pytest.FixtureRequest, chapter: Chapter, state: TaskState, who: str, history: bool
) -> None:
    user: User = request.getfixturevalue(who)
    where = reverse("wagtailadmin_pages:revisions_compare", args=[chapter.pk, "live", chapter.latest_revision_id])
    page = signed_in(user).get(where)
    assert page.status_code == 200
    assert changed(main(page)) == ["[usunięto: ustnie. ]", "[dodano: na piśmie. ]"]
    links = [str(link["href"]) for link in soup(page).select("a[href]")]
    assert (reverse("wagtailadmin_pages:history", args=[chapter.pk]) in links) is history


def test_a_reviewer_compares_nothing_once_the_review_has_ended(
    reviewer: User, chapter: Chapter, state: TaskState
) -> None:
    client = signed_in(reviewer)
    decided(client, state, "approve")
    where = reverse("wagtailadmin_pages:revisions_compare", args=[chapter.pk, "live", chapter.latest_revision_id])
    assert client.get(where).status_code == 302


def test_the_status_panel_names_who_asked_for_changes(editor: User, reviewer: User, state: TaskState) -> None:
    decided(signed_in(reviewer), state, Decision.RETURN, "Podaj artykuł.")
    page = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[state.workflow_state.content_object.pk]))
    html = soup(page)
    dialog = html.select_one("#workflow-status-dialog")
    assert dialog is not None
    heading = dialog.select_one(".w-dialog__message-heading")
    assert heading is not None
    assert "(Wanda Prawna)" in str(heading)
    assert "Pola Pisząca" not in str(dialog)
    sections = [" ".join(section.get_text().split()) for section in html.select("section")]
    (state_said,) = [said for said in sections if said.startswith("Stan: Odesłana do poprawy")]
    assert "Wanda Prawna" in state_said
