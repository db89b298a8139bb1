"""Nobody gets at what is not theirs: tokens that are foreign, old or tampered with, learners who may not answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.activities.hosted import tokens
from courses.activities.hosted.models import LibraryActivity
from courses.activities.hosted.services import publish_from_library
from courses.activities.models import LearnerState
from courses.catalogue.models import Course, Lesson
from courses.learning.models import Enrolment
from people import roles
from people.models import User
from pomost.logs import without_secrets
from tests.activities.xblocks.framed import (
    CONTENT,
    Frame,
    answers,
    enrolled,
    get,
    lesson_with,
    library,
    open_in,
    path_of,
    post,
)
from tests.courses_tree import choice, make_lesson

pytestmark = pytest.mark.django_db

ORIGIN, SITE = f"http://{CONTENT}", "http://127.0.0.1"


@dataclass
class Placed:
    """A learner's frame, and what the tests change about it."""

    learner: User
    lesson: Lesson
    frame: Frame

    @property
    def token(self) -> str:
        return self.frame.addresses["root"].split("/")[-2]

    @property
    def grant(self) -> tokens.Grant:
        return tokens.read(self.token, origin=ORIGIN)


@pytest.fixture
def placed() -> Placed:
    learner = User.objects.create_user("osoba@example.org")
    lesson = lesson_with(library("done"))
    return Placed(learner, lesson, open_in(enrolled(learner, lesson), lesson))


def toggled(token: str) -> Any:
    return post(f"{ORIGIN}/_aktywnosci/{token}/handler/toggle_button/", {"done": True})


def refused(token: str) -> bool:
    """Whether a handler refuses the token, and nothing is kept."""
    response = toggled(token)
    return response.status_code in (403, 404, 409, 410) and not answers().exists()


def test_the_learners_own_token_is_accepted(placed: Placed) -> None:
    assert toggled(placed.token).status_code == 200
    assert answers().get().user == placed.learner


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_token_with_any_character_changed_is_refused(placed: Placed, data: st.DataObject) -> None:
    token = placed.token
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABCabc0189-_~=").filter(lambda sign: sign != token[place]))
    changed = data.draw(
        st.sampled_from([token[:place] + other + token[place + 1 :], token[:place], token[place + 1 :]])
    )
    # The last character of an unpadded part of base64 carries bits that mean nothing: then the token is the same.
    try:
        same = tokens.read(changed, origin=ORIGIN) == placed.grant and changed[: len(token) - 1] == token[:-1]
    except tokens.TokenError:
        same = False
    assert same or not changed or refused(changed)


def others(placed: Placed) -> dict[str, Callable[[], Any]]:
    """Another value of each part of a grant, such as somebody else has."""
    another = lesson_with(library("done"), title="Inna")
    stranger = User.objects.create_user(f"{uuid4()}@example.org")
    foreign = another.activities[0]
    return {
        "user": lambda: stranger.pk,
        "activity": lambda: foreign,
        "block": lambda: "another",
        "version": lambda: placed.grant.version + 1,
        "mode": lambda: "studio",
        "place": lambda: another.pk,
        "origin": lambda: "http://elsewhere.example",
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.sets(st.sampled_from(["user", "activity", "block", "version", "mode", "place", "origin"]), min_size=1))
def test_a_grant_of_which_any_part_is_foreign_is_refused_even_if_it_is_signed(placed: Placed, parts: set[str]) -> None:
    """What is checked at each call, besides the signature: that the parts belong together, and may still be used."""
    foreign = others(placed)
    grant = replace(placed.grant, **{part: foreign[part]() for part in parts})
    assert refused(tokens.signed(grant))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(late=st.integers(1, 10**7))
def test_an_old_token_is_refused(placed: Placed, late: int) -> None:
    with patch("django.core.signing.time.time", return_value=time.time() - tokens.SECONDS - late):
        old = tokens.signed(placed.grant)
    response = toggled(old)
    assert (response.status_code, response.json()["refused"]) == (410, "expired")
    assert not answers().exists()


def test_a_token_signed_for_another_purpose_is_refused(placed: Placed) -> None:
    assert refused(signing.TimestampSigner(salt="something else", sep="~").sign_object(["x"]))
    assert refused(tokens._signer().sign_object([1, 2]))


def test_what_has_changed_since_is_seen_at_each_call(placed: Placed) -> None:
    Enrolment.objects.filter(user=placed.learner).delete()
    assert refused(placed.token)
    enrolled(placed.learner, placed.lesson)
    User.objects.filter(pk=placed.learner.pk).update(is_active=False)
    assert refused(placed.token)
    User.objects.filter(pk=placed.learner.pk).update(is_active=True)
    Lesson.objects.get(pk=placed.lesson.pk).unpublish()
    assert refused(placed.token)


def test_a_locked_lesson_is_closed_to_its_frames(placed: Placed) -> None:
    before = make_lesson(placed.lesson.get_parent(), "Przedtem", choice())
    before.move(placed.lesson, pos="left")
    course = Course.objects.get(path=placed.lesson.course_path)
    course.release = Course.Release.IN_ORDER
    course.save()
    late = User.objects.create_user("druga@example.org")
    assert b"<iframe" not in enrolled(late, placed.lesson).get(path_of(placed.lesson)).content
    assert refused(tokens.signed(replace(placed.grant, user=late.pk)))


def test_a_new_version_closes_the_frames_of_the_old_one(placed: Placed) -> None:
    item = LibraryActivity.objects.get(activity=placed.grant.activity)
    item.draft["fields"]["align"] = "right"
    LibraryActivity.objects.filter(pk=item.pk).update(draft=item.draft)
    publish_from_library(item=item)
    response = toggled(placed.token)
    assert (response.status_code, response.json()["refused"]) == (409, "changed")


def test_the_site_answers_none_of_the_addresses_and_the_content_origin_no_page(placed: Placed, settings: Any) -> None:
    path = placed.frame.url.partition("localhost")[2]
    assert Client(SERVER_NAME="127.0.0.1").get(path).status_code == 403
    settings.POMOST_CONTENT_ORIGIN = "http://localhost"
    site, content = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="localhost")
    assert site.get(path).status_code == 404
    assert content.get(path).status_code == 200
    for page in ("/", "/konto/login/", "/admin/", "/healthz", path_of(placed.lesson)):
        response = content.get(page)
        assert (response.status_code, response.content) == (404, b"")


def test_the_content_origin_sets_and_reads_no_cookie(placed: Placed) -> None:
    browser = Client(SERVER_NAME=CONTENT)
    browser.force_login(placed.learner, backend="django.contrib.auth.backends.ModelBackend")
    stranger = User.objects.create_user("druga@example.org")
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    response = post(f"{ORIGIN}/_aktywnosci/{placed.token}/handler/toggle_button/", {"done": True}, browser)
    assert (response.status_code, dict(response.cookies), response.has_header("Vary")) == (200, {}, False)
    assert answers().get().user == placed.learner


def test_the_log_has_no_token(placed: Placed) -> None:
    address = placed.frame.addresses["root"]
    assert without_secrets(f"POST {address}handler/x/ 200") == f"POST {ORIGIN}/_aktywnosci/***/handler/x/ 200"


def test_the_policy_of_a_frame_keeps_it_to_its_origin(placed: Placed) -> None:
    response = get(placed.frame.url)
    directives = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert directives == {
        "default-src": "'none'",
        "sandbox": "allow-scripts allow-forms",
        "script-src": f"{ORIGIN} 'unsafe-inline' 'unsafe-eval'",
        "style-src": f"{ORIGIN} 'unsafe-inline'",
        "img-src": f"{ORIGIN} data: blob:",
        "font-src": f"{ORIGIN} data:",
        "media-src": f"{ORIGIN} data: blob:",
        "connect-src": ORIGIN,
        "form-action": ORIGIN,
        "frame-ancestors": SITE,
        "base-uri": "'none'",
    }
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store")
    assert "X-Frame-Options" not in response


def test_only_a_page_with_frames_may_hold_them(placed: Placed) -> None:
    client = enrolled(placed.learner, placed.lesson)
    assert f"frame-src 'self' {ORIGIN}" in client.get(path_of(placed.lesson))["Content-Security-Policy"]
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]
    visitor = Client(SERVER_NAME="127.0.0.1").get(path_of(placed.lesson))
    assert "frame-src" not in visitor["Content-Security-Policy"]
    assert b"<iframe" not in visitor.content


def with_role(role: str | None) -> User:
    user = User.objects.create_user("inna@example.org")
    user.groups.add(*Group.objects.filter(name=role))
    return user


@pytest.mark.parametrize("role", [roles.EDITOR, roles.REVIEWER, roles.TRAINER, None])
def test_only_editors_write_in_the_library(placed: Placed, role: str | None) -> None:
    item = LibraryActivity.objects.get(activity=placed.grant.activity)
    user = with_role(role)
    for mode in ("studio", "preview"):
        grant = replace(placed.grant, user=user.pk, version=0, mode=mode, place=item.pk)
        url = f"{ORIGIN}/_aktywnosci/{tokens.signed(grant)}/ramka/"
        assert get(url).status_code == (200 if role == roles.EDITOR else 403)
        # Nor the draft of another activity, nor a published version by way of the studio.
        assert get(f"{ORIGIN}/_aktywnosci/{tokens.signed(replace(grant, place=item.pk + 1))}/ramka/").status_code == 403
    assert not LearnerState.objects.filter(user=user).exists()


@pytest.mark.parametrize("role", [roles.EDITOR, roles.TRAINER])
def test_the_preview_of_a_page_is_for_its_editors(placed: Placed, role: str) -> None:
    user = with_role(role)
    grant = replace(placed.grant, user=user.pk, mode="preview")
    response = toggled(tokens.signed(grant))
    assert response.status_code == (200 if role == roles.EDITOR else 403)
    assert not LearnerState.objects.filter(user=user).exists()
    assert not answers().exists()


def test_resources_are_those_that_the_block_lets_out(placed: Placed) -> None:
    address = placed.frame.addresses["root"]
    assert get(f"{address}resource/public/check-full.png")["Content-Type"] == "image/png"
    for wrong in (
        "static/js/src/done.js",
        "public/../done.py",
        "public/nothing.png",
        "public/%00",
        "public",
        "done.py",
    ):
        assert get(f"{address}resource/{wrong}").status_code == 404
