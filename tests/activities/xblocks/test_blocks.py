"""The published XBlocks of the extra ``xblocks`` in their frames: what a learner does is kept, graded, completed."""

from typing import Any

import pytest

from courses.activities.models import LearnerState, WiderState
from courses.learning.models import Completion, LearningEvent
from people.models import User
from tests.activities.xblocks.framed import Frame, answers, completions, enrolled, lesson_with, library, open_in, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org")


def frame_of(block_type: str, *learners: User, **fields: Any) -> list[Frame]:
    """The frames of this block in a lesson, for each of the learners."""
    lesson = lesson_with(library(block_type, **fields))
    return [open_in(enrolled(user, lesson), lesson) for user in learners]


def again(frame: Frame) -> Frame:
    return opened(frame.url)


def scores() -> list[tuple[float | None, float | None]]:
    return list(answers().values_list("score", "max_score"))


def test_done_grades_and_completes(learner: User) -> None:
    (frame,) = frame_of("done", learner)
    assert completions().count() == 0
    assert frame.json("toggle_button", {"done": True}) == {"state": True}
    assert scores() == [(1.0, 1.0)]
    assert completions().get().source == Completion.Source.EXERCISES
    assert LearnerState.objects.get(user=learner).fields["done"] is True
    response = frame.call("toggle_button", {"done": False})
    assert (response.json(), response["X-Pomost-Completion"]) == ({"state": False}, "1.0")
    assert completions().count() == 1
    verbs = LearningEvent.objects.filter(actor=learner.pseudonym.uuid).order_by("stored").values_list("verb", flat=True)
    assert [verb.rpartition("/")[2] for verb in verbs] == [
        "registered",
        "answered",
        "completed",
        "completed",
        "answered",
    ]


def test_a_poll_shares_its_tally_and_counts_each_learner_once(learner: User) -> None:
    other = User.objects.create_user("druga@example.org")
    mine, theirs = frame_of("poll", learner, other)
    assert mine.json("vote", {"choice": "R"})["success"] is True
    assert theirs.json("vote", {"choice": "B"})["success"] is True
    again_voted = theirs.json("vote", {"choice": "B"})
    assert (again_voted["success"], len(again_voted["errors"])) == (False, 1)
    results = mine.json("get_results")
    assert results["total"] == 2
    assert {row["key"]: row["count"] for row in results["tally"]} == {"R": 1, "B": 1, "G": 0, "O": 0}
    assert WiderState.objects.get(scope="user_state_summary", name="root").fields["tally"] == {
        "R": 1,
        "B": 1,
        "G": 0,
        "O": 0,
    }
    assert completions().count() == 2
    assert answers().count() == 0


def test_a_survey_takes_an_answer_to_each_question(learner: User) -> None:
    (frame,) = frame_of("survey", learner)
    assert frame.json("vote", {"enjoy": "Y"})["success"] is False
    given = {"enjoy": "Y", "recommend": "N", "learn": "M"}
    assert frame.json("vote", given)["success"] is True
    assert LearnerState.objects.get(user=learner).fields["choices"] == given
    assert frame.json("get_results")["total"] == 1
    assert completions().count() == 1


def test_submit_and_compare_keeps_the_answer_and_counts_attempts(learner: User) -> None:
    (frame,) = frame_of("submit-and-compare", learner, max_attempts=2)
    for attempt in (1, 2, 3):
        result = frame.json("student_submit", {"answer": "Moja odpowiedź", "action": "submit"})
        assert result["success"] is (attempt <= 2)
    assert frame.json("send_hints")["result"] == "success"
    assert scores() == [(1.0, 1.0), (1.0, 1.0)]
    assert "Moja odpowiedź" in again(frame).text


def test_the_last_attempt_completes_what_takes_no_more(learner: User) -> None:
    (frame,) = frame_of("drag-and-drop-v2", learner, mode="assessment", max_attempts=2)
    for attempt in (1, 2):
        frame.json("drop_item", {"val": 0, "zone": "bottom"})
        assert completions().count() == 0
        assert frame.json("do_attempt")["attempts"] == attempt
    assert all((score or 0.0) < (most or 0.0) for score, most in scores())
    assert completions().get().source == Completion.Source.EXERCISES
    assert frame.call("do_attempt").status_code == 409


def test_opening_the_frame_lets_on_who_had_used_up_the_attempts_before(learner: User) -> None:
    (frame,) = frame_of("drag-and-drop-v2", learner, mode="assessment", max_attempts=1)
    state = LearnerState.objects.get(user=learner)
    LearnerState.objects.filter(pk=state.pk).update(fields={**state.fields, "attempts": 1})
    assert completions().count() == 0
    assert again(frame).document.body.get("data-completion") == "1.0"
    assert completions().count() == 1


def test_feedback_keeps_vote_and_words(learner: User) -> None:
    other = User.objects.create_user("druga@example.org")
    mine, theirs = frame_of("feedback", learner, other)
    answered = mine.json("feedback", {"vote": 1, "freeform": "Dobre"})
    assert (answered["vote"], "aggregate" in answered) == (1, False)
    theirs.json("feedback", {"vote": 1})
    theirs.json("feedback", {"vote": 4})
    assert LearnerState.objects.get(user=learner).fields["user_freeform"] == "Dobre"
    assert WiderState.objects.get(scope="user_state_summary", name="root").fields["vote_aggregate"] == [0, 1, 0, 0, 1]


def test_drag_and_drop_is_completed_by_the_last_right_place(learner: User) -> None:
    (frame,) = frame_of("drag-and-drop-v2", learner)
    assert frame.json("student_view_user_state")["items"] == {}
    assert "/resource/public/js/translations/pl/text.js" in frame.text
    wrong = frame.json("drop_item", {"val": 0, "zone": "bottom"})
    assert wrong["correct"] is False
    assert completions().count() == 0
    for item, zone in ((0, "top"), (1, "middle"), (2, "bottom")):
        assert frame.json("drop_item", {"val": item, "zone": zone})["correct"] is True
    left = frame.json("drop_item", {"val": 3, "zone": "top"})
    assert left["correct"] is True
    state = frame.json("student_view_user_state")
    assert state["finished"] is True
    assert scores()[-1] == (1.0, 1.0)
    assert completions().count() == 1
    assert frame.json("reset")["items"] == {}


def test_what_only_wants_to_be_seen_is_completed_by_its_frame(learner: User) -> None:
    (frame,) = frame_of("feedback", learner)
    assert frame.document.body.get("data-completion") == "1.0"
    assert completions().count() == 1
    (scored,) = frame_of("drag-and-drop-v2", learner)
    assert scored.document.body.get("data-completion") == "0.0"
    assert completions().count() == 1


def test_an_unknown_handler_is_not_found_and_an_error_keeps_nothing(learner: User) -> None:
    (frame,) = frame_of("drag-and-drop-v2", learner)
    assert frame.call("nothing_like_it").status_code == 404
    before = LearnerState.objects.get(user=learner).fields
    assert frame.call("drop_item", {"val": 0, "zone": "no such zone"}).status_code == 400
    assert LearnerState.objects.get(user=learner).fields == before


# The block imports pkg_resources, which says so (see the constraint in pyproject.toml).
@pytest.mark.filterwarnings(
    "ignore:.*pkg_resources:DeprecationWarning",
    "ignore:.*pkg_resources:UserWarning",
    "ignore:Use of .. or absolute path in a resource path:DeprecationWarning",
)
def test_free_text_response_grades_the_words(learner: User) -> None:
    (frame,) = frame_of("freetextresponse", learner, fullcredit_keyphrases=["ogłoszenie"])
    frame.json("save_reponse", {"student_answer": "Najpierw"})
    frame.json("submit", {"student_answer": "Najpierw ogłoszenie", "can_record_response": False})
    assert scores() == [(1.0, 1.0)]
    assert "Najpierw ogłoszenie" in again(frame).text
