"""The library of activities: editors make, write and publish; learners find one state wherever an activity stands."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from courses.activities.hosted.models import LibraryActivity
from courses.activities.models import Activity, ActivityVersion, LearnerState
from courses.catalogue.models import Lesson
from people import roles
from people.models import User
from tests.activities.xblocks.framed import (
    SITE,
    Frame,
    completions,
    enrolled,
    frame_urls,
    lesson_with,
    library,
    open_in,
    opened,
    path_of,
)
from tests.builders import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org")


@pytest.fixture
def editor() -> Client:
    client = signed_in(roles.EDITOR)
    client.defaults["SERVER_NAME"] = SITE
    return client


def address(action: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_activities_libraryactivity:{action}", args=args)


def frames(client: Client, item: LibraryActivity) -> tuple[Frame, Frame]:
    """The frames of the edit page: the one to write in, and the preview."""
    studio, preview = frame_urls(client, address("edit", item.pk))
    return opened(studio), opened(preview)


def test_an_editor_makes_an_activity_and_goes_on_to_write_it(editor: Client) -> None:
    response = editor.post(address("add"), {"title": "Sonda o statucie", "block_type": "poll"})
    item = LibraryActivity.objects.get()
    assert (response.status_code, response["Location"]) == (302, address("edit", item.pk))
    assert (item.title, item.block_type, item.draft["fields"]) == ("Sonda o statucie", "poll", {})
    activity = Activity.objects.select_related("current").get(pk=item.activity_id)
    assert activity.current is not None
    assert (activity.title, activity.container, activity.current.tree) == ("Sonda o statucie", None, item.draft)


def test_a_kind_that_is_not_allowed_cannot_be_chosen(editor: Client) -> None:
    assert editor.post(address("add"), {"title": "X", "block_type": "acid"}).status_code == 200
    assert LibraryActivity.objects.count() == 0


def test_what_is_written_in_the_frame_is_a_draft_until_it_is_published(editor: Client, learner: User) -> None:
    item = library("feedback")
    lesson = lesson_with(item)
    client = enrolled(learner, lesson)
    studio, _preview = frames(editor, item)
    written = {"display_name": "Jak było?", "likert": "Oceń", "freeform": "Napisz", "icon_set": "num"}
    studio.json("studio_submit", {**written, "show_aggregate_to_students": False})
    assert "Oceń" in frames(editor, item)[1].text
    assert "Oceń" not in open_in(client, lesson).text
    assert ActivityVersion.objects.filter(activity=item.activity_id).count() == 1
    editor.post(address("edit", item.pk), {"title": "Opinia", "block_type": "feedback"})
    assert "Oceń" in open_in(client, lesson).text
    assert [version.number for version in ActivityVersion.objects.filter(activity=item.activity_id)] == [1, 2]
    assert Activity.objects.get(pk=item.activity_id).title == "Opinia"


def test_a_preview_remembers_while_it_is_open_and_records_nothing(editor: Client) -> None:
    item = library("poll")
    _studio, preview = frames(editor, item)
    assert preview.json("vote", {"choice": "R"})["success"] is True
    assert preview.json("vote", {"choice": "R"})["success"] is False
    assert preview.json("get_results")["total"] == 1
    assert frames(editor, item)[1].json("vote", {"choice": "B"})["success"] is True
    assert LearnerState.objects.filter(activity=item.activity_id).count() == 0


def test_one_activity_is_one_in_all_its_lessons(learner: User) -> None:
    item = library("done")
    first, second = lesson_with(item, title="Pierwsza"), lesson_with(item, title="Druga")
    client = enrolled(learner, first)
    enrolled(learner, second)
    open_in(client, first).json("toggle_button", {"done": True})
    assert [row.lesson for row in completions()] == [first.key]
    (said,) = html.fromstring(client.get(path_of(second)).content).xpath("//*[@data-said]")
    assert said.text_content().replace("\xa0", " ") == "Ukończone i zapisane."
    frame = open_in(client, second)
    assert [row.lesson for row in completions()] == [first.key, second.key]
    assert frame.json("toggle_button", {"done": True}) == {"state": True}


def test_a_lesson_keeps_its_place_for_an_activity_in_the_middle_of_its_text(learner: User) -> None:
    lesson = lesson_with(library("done"), library("poll"))
    urls = frame_urls(enrolled(learner, lesson), path_of(lesson))
    assert len(urls) == len(set(urls)) == 2
    assert [opened(url).blocks["root"].get("data-block-type") for url in urls] == ["done", "poll"]
    assert len(Lesson.objects.get(pk=lesson.pk).exercises) == 2


def test_search_knows_the_title_and_nothing_of_what_is_in_it() -> None:
    lesson = lesson_with(library("poll", title="Sonda o statucie", question="Czy to tajne?"))
    found = lesson.body.stream_block.get_searchable_content(lesson.body)
    assert "Sonda o statucie" in found
    assert not any("tajne" in text for text in found)


def test_the_number_of_queries_does_not_grow_with_the_frames_of_a_lesson(learner: User) -> None:
    counts = []
    for count in (1, 5):
        items = [library("poll", title=f"Sonda {number}") for number in range(count)]
        lesson = lesson_with(*items, title=f"Lekcja {count}")
        client = enrolled(learner, lesson)
        client.get(path_of(lesson))
        with CaptureQueriesContext(connection) as queries:
            assert len(frame_urls(client, path_of(lesson))) == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_call_takes_few_queries_and_none_for_scopes_that_the_block_has_not(
    learner: User, django_assert_max_num_queries: Any
) -> None:
    lesson = lesson_with(library("done"))
    frame = open_in(enrolled(learner, lesson), lesson)
    # Five of them are cached outside of tests, and four are the savepoints of the test's own transaction.
    with django_assert_max_num_queries(21) as queries:
        frame.json("toggle_button", {"done": True})
    assert [query for query in queries if "activities_widerstate" in query["sql"]] == []


def test_without_a_content_origin_the_page_says_that_nothing_can_be_shown(learner: User, settings: Any) -> None:
    lesson = lesson_with(library("done"))
    client = enrolled(learner, lesson)
    settings.POMOST_CONTENT_ORIGIN = ""
    page = client.get(path_of(lesson)).content.decode()
    assert "<iframe" not in page
    assert "Tej aktywności nie można tu pokazać." in page
