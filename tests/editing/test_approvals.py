"""Approvals: who approved which content, and what the chapter's page says of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import TaskState

from editing import services
from editing.errors import AlreadyDecidedError, CommentRequiredError, DraftChangedError
from editing.models import PageApproval
from editing.services import Decision
from people.models import User
from people.services import anonymise_account, erase_account
from resources.guidance.models import Chapter, ChapterAuthor
from tests.builders import prose
from tests.editing.conftest import Sent

pytestmark = pytest.mark.django_db

NAMED = "Sprawdzenie: Wanda Prawna, <time"
CHANGED = "tekst zmieniono po sprawdzeniu"


def approve(
    by: User, page: Chapter, state: TaskState, decision: Decision = Decision.APPROVE, comment: str = ""
) -> None:
    page.refresh_from_db()
    services.decide(by=by, task_state=state, revision=page.latest_revision_id, decision=decision, comment=comment)


def shown(page: Chapter) -> str:
    html = Client().get(page.url).content.decode()
    return html.replace("\xa0", " ")


def redraft(page: Chapter, text: str) -> None:
    page.body = prose(text)
    page.save_revision()


def test_a_chapter_that_nobody_reviewed_says_nothing(chapter: Chapter) -> None:
    assert "Sprawdzenie:" not in shown(chapter)
    assert PageApproval.objects.filter(page=chapter).count() == 0


def test_an_approved_draft_names_its_reviewer_once_it_is_published(
    chapter: Chapter, reviewer: User, send: Sent
) -> None:
    redraft(chapter, "Porozumienie zawiera się na piśmie.")
    chapter.authors.add(ChapterAuthor(name="Zespół", role=""))  # a new child gets its key when it is published
    chapter.save_revision()
    approve(reviewer, chapter, send(chapter))
    assert "Sprawdzenie:" not in shown(chapter), "what is live was not reviewed"
    chapter.get_latest_revision().publish()
    assert NAMED in shown(chapter)
    assert CHANGED not in shown(chapter)
    approval = PageApproval.objects.get(page=chapter)
    assert (approval.reviewer, approval.reviewer_name) == (reviewer, "Wanda Prawna")


def test_publishing_other_text_afterwards_says_so(chapter: Chapter, reviewer: User, send: Sent) -> None:
    approve(reviewer, chapter, send(chapter))
    assert NAMED in shown(chapter)
    redraft(chapter, "Porozumienia nie trzeba zawierać.")
    assert CHANGED not in shown(chapter), "a draft changes nothing for visitors"
    chapter.get_latest_revision().publish()
    html = shown(chapter)
    assert NAMED in html
    assert CHANGED in html


def test_publishing_the_same_text_or_another_date_of_review_again_changes_nothing(
    chapter: Chapter, reviewer: User, send: Sent
) -> None:
    approve(reviewer, chapter, send(chapter))
    chapter.next_review = date(2027, 1, 1)
    chapter.search_text = "wolontariat, praca społeczna"
    chapter.save_revision().publish()
    html = shown(chapter)
    assert NAMED in html
    assert CHANGED not in html


def test_saving_the_approved_text_in_the_editor_changes_nothing(chapter: Chapter, reviewer: User, send: Sent) -> None:
    approve(reviewer, chapter, send(chapter))
    chapter.body = [
        {"type": block.block_type, "id": block.id, "value": block.value.source.replace("<p>", '<p data-block-key="x">')}
        for block in chapter.body
    ]
    chapter.save_revision().publish()
    assert "data-block-key" in chapter.body[0].value.source
    assert CHANGED not in shown(chapter)


def test_going_back_to_the_approved_text_is_the_approved_text(chapter: Chapter, reviewer: User, send: Sent) -> None:
    approved = chapter.get_latest_revision()
    approve(reviewer, chapter, send(chapter))
    redraft(chapter, "Inaczej.")
    chapter.get_latest_revision().publish()
    assert CHANGED in shown(chapter)
    approved.as_object().save_revision().publish()
    assert CHANGED not in shown(chapter)


def test_whoever_may_publish_approves_and_publishes(chapter: Chapter, administrator: User, send: Sent) -> None:
    redraft(chapter, "Na piśmie.")
    approve(administrator, chapter, send(chapter))
    html = shown(chapter)
    assert "Na piśmie." in html
    assert "Sprawdzenie: Adam Zarządzający, <time" in html
    assert CHANGED not in html


def test_what_is_approved_is_the_draft_as_the_reviewer_left_it(chapter: Chapter, reviewer: User, send: Sent) -> None:
    redraft(chapter, "Na pismie.")
    state = send(chapter)
    redraft(chapter, "Na piśmie.")  # the reviewer mends it while the page is in review
    approve(reviewer, chapter, state)
    chapter.get_latest_revision().publish()
    assert CHANGED not in shown(chapter)


def test_a_returned_page_has_no_approval_and_needs_a_comment(chapter: Chapter, reviewer: User, send: Sent) -> None:
    state = send(chapter)
    with pytest.raises(CommentRequiredError):
        approve(reviewer, chapter, state, Decision.RETURN, "  ")
    with pytest.raises(CommentRequiredError):
        approve(reviewer, chapter, state, Decision.APPROVE_WITH_COMMENT)
    approve(reviewer, chapter, state, Decision.RETURN, "Podaj artykuł.")
    state.refresh_from_db()
    assert (state.status, state.comment, state.finished_by) == ("rejected", "Podaj artykuł.", reviewer)
    assert not PageApproval.objects.filter(page=chapter).exists()


def test_a_decision_is_made_once_and_on_what_was_read(chapter: Chapter, reviewer: User, send: Sent) -> None:
    state = send(chapter)
    read = chapter.latest_revision_id
    redraft(chapter, "Nowsze.")
    chapter.refresh_from_db()
    with pytest.raises(DraftChangedError):
        services.decide(by=reviewer, task_state=state, revision=read, decision=Decision.APPROVE, comment="")
    approve(reviewer, chapter, state)
    with pytest.raises(AlreadyDecidedError):
        approve(reviewer, chapter, state)
    assert PageApproval.objects.filter(page=chapter).count() == 1


def test_who_is_not_in_the_group_of_the_task_decides_nothing(chapter: Chapter, editor: User, send: Sent) -> None:
    with pytest.raises(PermissionDenied):
        approve(editor, chapter, send(chapter))


@pytest.mark.parametrize("leave", [erase_account, anonymise_account])
def test_the_approval_of_somebody_who_left_stays_without_the_name(
    chapter: Chapter, reviewer: User, administrator: User, send: Sent, leave: object
) -> None:
    approve(reviewer, chapter, send(chapter))
    assert "Wanda Prawna" in shown(chapter)
    leave(by=administrator, user=reviewer)  # type: ignore[operator]
    html = shown(chapter)
    assert "Wanda" not in html
    assert "Sprawdzenie: <time" in html
    assert PageApproval.objects.get(page=chapter).reviewer_name == ""
