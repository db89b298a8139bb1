"""acid-xblock, the conformance test of runtimes, through its handlers; ``tests/e2e/test_frames.py`` runs it whole."""

from typing import Any

import pytest
from django.db.models import Q

from courses.activities.hosted.models import LibraryActivity
from courses.activities.models import WiderState
from people.models import User
from tests.activities.xblocks.framed import Frame, enrolled, get, lesson_with, library, node, open_in, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _allowed(settings: Any) -> None:
    settings.POMOST_XBLOCKS = [*settings.POMOST_XBLOCKS, "acid", "acid_parent"]


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org")


@pytest.fixture
def acid() -> LibraryActivity:
    return library("acid_parent", node("acid", "left", name="lewe"), node("acid", "right", name="prawe"))


def storage_tests(frame: Frame, block: str) -> dict[str, Any]:
    """The tests of storage that a block has set up, by scope."""
    tests = frame.document.xpath("//*[@data-handler-url]")
    return {
        test.get("data-scope"): test
        for test in tests
        if test.xpath("ancestor::*[@data-usage][1]/@data-usage") == [block]
    }


@pytest.mark.parametrize("block", ["root", "left", "right"])
def test_every_scope_of_learners_is_stored_and_read_by_both_addresses(
    learner: User, acid: LibraryActivity, block: str
) -> None:
    lesson = lesson_with(acid)
    frame = open_in(enrolled(learner, lesson), lesson)
    tests = storage_tests(frame, block)
    assert len(tests) == 4
    for test in tests.values():
        from_server = post(test.get("data-handler-url"), [("VALUE", test.get("data-value"))]).json()
        assert from_server["status"] == "ok", from_server
        answer = frame.call(
            "check_storage",
            [("VALUE", from_server["value"])],
            block=block,
            suffix=from_server["suffix"],
            query=from_server["query"],
        ).json()
        assert answer["status"] == "ok", answer


def test_its_local_resource_is_served(learner: User, acid: LibraryActivity) -> None:
    lesson = lesson_with(acid)
    frame = open_in(enrolled(learner, lesson), lesson)
    url = frame.document.xpath("//@data-local-resource-url")[0]
    response = get(url)
    assert (response.status_code, response.json()) == (200, {"test_data": "success"})
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_wider_scopes_have_one_row_of_each_owner(learner: User, acid: LibraryActivity) -> None:
    lesson = lesson_with(acid)
    open_in(enrolled(learner, lesson), lesson)
    other = User.objects.create_user("druga@example.org")
    open_in(enrolled(other, lesson), lesson)
    own = WiderState.objects.filter(Q(activity=None) | Q(activity=acid.activity))
    assert list(own.order_by("scope", "name", "user").values_list("scope", "name", "user")) == [
        ("preferences", "acid", learner.pk),
        ("preferences", "acid", other.pk),
        ("preferences", "acid_parent", learner.pk),
        ("preferences", "acid_parent", other.pk),
        ("user_info", "", learner.pk),
        ("user_info", "", other.pk),
        ("user_state_summary", "left", None),
        ("user_state_summary", "right", None),
        ("user_state_summary", "root", None),
    ]


def test_the_resources_of_a_frame_are_in_it_once(learner: User, acid: LibraryActivity) -> None:
    lesson = lesson_with(acid)
    frame = open_in(enrolled(learner, lesson), lesson)
    assert frame.text.count("function AcidBlock(") == 1
    assert frame.text.count("function AcidParentBlock(") == 1
    wrappers = frame.blocks
    assert {name: (block.get("data-init"), block.get("data-block-type")) for name, block in wrappers.items()} == {
        "root": ("AcidParentBlock", "acid_parent"),
        "left": ("AcidBlock", "acid"),
        "right": ("AcidBlock", "acid"),
    }
    assert wrappers["left"].get("data-name") == "lewe"
    assert wrappers["root"].get("class").split()[:2] == ["xblock", "xblock-student_view"]
