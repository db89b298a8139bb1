"""The panel of a page's state says what a reviewer decided."""

import pytest
from bs4 import BeautifulSoup

from editing import services
from editing.services import Decision
from people.models import User
from resources.guidance.models import Chapter
from tests.editing.conftest import Sent, signed_in

pytestmark = pytest.mark.django_db


def states(user: User, chapter: Chapter) -> list[tuple[str, bool]]:
    """The headings of the panel's states, each with whether the reviewer is named below it."""
    page = BeautifulSoup(signed_in(user).get(f"/admin/pages/{chapter.pk}/edit/").content, "html.parser")
    found = []
    for section in page.select('section[aria-labelledby^="status-sidebar-"]'):
        heading = section.select_one("h3")
        assert heading is not None
        words = heading.get_text(" ", strip=True).replace("\xa0", " ").removeprefix("Stan: ")
        found.append((words, "Wanda Prawna" in section.get_text(" ", strip=True)))
    return [(words, named) for words, named in found if words in ("Opublikowana", SENT, RETURNED)]


SENT, RETURNED = "W trakcie sprawdzania", "Odesłana do poprawy"


def test_a_page_that_was_sent_back_is_not_called_in_review(
    chapter: Chapter, editor: User, reviewer: User, send: Sent
) -> None:
    chapter.save_revision(user=editor)
    state = send(chapter)
    assert states(editor, chapter) == [("Opublikowana", False), (SENT, False)]
    services.decide(
        by=reviewer, task_state=state, revision=chapter.latest_revision_id, decision=Decision.RETURN, comment="Popraw."
    )
    assert states(editor, chapter) == [("Opublikowana", False), (RETURNED, True)]
