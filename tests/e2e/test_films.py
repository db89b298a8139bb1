"""A film of our own in a lesson: an editor places it, a learner stops in it and comes back to the second."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import EDITOR
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import enrolled, main, sign_up
from tests.e2e.test_editor import add_block, body, page_id, publish
from tests.e2e.test_exercise_types import COURSE, LESSON, TOPIC, write
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TITLE = "Lekcja z filmem"
FILM = "Pierwsze spotkanie"
# Six seconds of a canvas whose colour changes.
RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
  const context = canvas.getContext("2d");
  const parts = [];
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm" });
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let frame = 0; frame < 60; frame += 1) {
    context.fillStyle = `hsl(${frame * 6} 60% 50%)`;
    context.fillRect(0, 0, 64, 36);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}"""
PLACE = """
    select place from learning_enrolment join people_user on people_user.id = user_id where email = ?
"""


@pytest.fixture
def path(open_as: OpenPage, site_server: SiteServer, watch: Watch) -> str:
    """The path of a lesson with a film that an editor has uploaded."""
    watch.expect(r"400 \(Bad Request\)")  # the draft saves itself while the block is half written
    page = open_as(EDITOR)
    film = bytes(page.evaluate(RECORD))
    page.goto("/admin/documents/multiple/add/")
    page.locator("#fileupload").set_input_files({"name": "film.webm", "mimeType": "video/webm", "buffer": film})
    expect(page.locator("#upload-list")).to_contain_text("film")
    page.goto(f"/admin/pages/add/catalogue/lesson/{page_id(site_server, TOPIC)}/")
    page.get_by_placeholder("Tytuł strony").fill(TITLE)
    page.locator("[name=summary]").fill("Film na początek.")
    add_block(page, "Film z transkrypcją")
    write(body(page), "body-0-value", {"title": FILM})
    body(page).get_by_role("button", name="Wybierz dokument").first.click()
    page.get_by_role("dialog").get_by_role("link", name=re.compile("^film")).first.click()
    body(page).locator("[contenteditable=true]").fill("Na początku ustalcie, kto za co odpowiada.")
    publish(page)
    ((url_path, _exercises),) = site_server.rows(LESSON, TITLE)
    return re.sub(r"^/[^/]+", "", url_path)


def second_of(page: Page) -> float:
    return float(page.locator(".film video").evaluate("video => video.currentTime"))


def wait_for_second(page: Page, second: float) -> None:
    """Waits until the film is there; the pages' policy lets no expression of Playwright wait for it."""
    for _tenth in range(150):
        if page.locator(".film video").count() and second_of(page) >= second:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the film is at {second_of(page)}")


def kept(page: Page, server: SiteServer, email: str) -> str:
    """The place that was told when the film stopped, as soon as the server has it."""
    for _tenth in range(100):
        ((place,),) = server.rows(PLACE, email)
        if place:
            return str(place)
        page.wait_for_timeout(100)
    raise AssertionError("no place was told")


def test_a_learner_comes_back_to_the_second_of_a_film(path: str, open_page: OpenPage, site_server: SiteServer) -> None:
    email = "film@example.org"
    page = open_page()
    sign_up(page, site_server, email)
    enrolled(page, COURSE)
    page.goto(path)
    video = page.locator(".film video")
    expect(video).to_be_visible()
    assert_accessible(page)
    video.evaluate("async video => { video.muted = true; await video.play(); }")
    wait_for_second(page, 3)
    video.evaluate("video => video.pause()")
    place = kept(page, site_server, email)
    assert re.fullmatch(r"film-[0-9]+@[3-9]", place)
    page.goto(path)
    assert second_of(page) == 0
    back = main(page).get_by_role("link", name="Wróć do miejsca: film")
    expect(back).to_contain_text(re.compile("od 0:0[3-9]"))
    back.click()
    wait_for_second(page, 3)
    page.goto("/moja-nauka/")
    main(page).locator(f'a[href$="#{place.partition("@")[0]}"]').first.click()
    wait_for_second(page, 3)
