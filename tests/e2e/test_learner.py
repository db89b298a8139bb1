"""A learner takes a course in several sessions, with a poor connection, and by keyboard."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from demo.people import LEARNER, OTHERS, Persona
from tests.e2e.axe import assert_accessible
from tests.e2e.conftest import OpenPage
from tests.e2e.server import SiteServer
from tests.e2e.steps import (
    NEW_PASSWORD,
    answer,
    answer_rightly,
    enrolled,
    exercise,
    exercises_of,
    fill_sign_in,
    lessons_of,
    main,
    sign_in,
    sign_in_as,
    sign_up,
)
from tests.e2e.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COURSE = "infrastruktura-wspolpracy"
ANSWERS = """
    select count(*) from activities_answer join people_user on people_user.id = user_id
    where email = ? and activity_id = ?
"""
COMPLETIONS = """
    select count(*) from learning_completion join learning_enrolment on learning_enrolment.id = enrolment_id
    join people_user on people_user.id = user_id where email = ?
"""


def bridge(page: Page, done: int, total: int = 5) -> None:
    """Asserts the text alternative of the progress drawing."""
    expect(page.get_by_role("img", name=f"Ukończone lekcje: {done} z {total}").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_learner_goes_from_signing_up_to_the_end_of_a_course(
    open_page: OpenPage, site_server: SiteServer, javascript: bool
) -> None:
    email = f"hanna-{'z' if javascript else 'bez'}@example.org"
    lessons = lessons_of(COURSE)
    first = exercises_of(lessons[0])
    page = open_page(java_script_enabled=javascript)

    # An account, confirmed by e-mail; then the course's page before enrolling.
    sign_up(page, site_server, email)
    page.goto("/szkolenia/")
    main(page).get_by_role("link", name="Infrastruktura współpracy").first.click()
    expect(page.locator("#plan .outline").get_by_role("link")).to_have_count(len(lessons))
    main(page).get_by_role("button", name="Rozpocznij kurs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lessons[0].title)
    expect(page.get_by_role("status").first).to_contain_text("Jesteś na kursie")
    bridge(page, 0)

    # A wrong answer: the feedback is shown at the answer and has the focus.
    answer(page, 1, first[0].wrong)
    chosen = exercise(page, 1).locator(".option.wrong")
    expect(chosen).to_contain_text(first[0].feedback[first[0].wrong[0][1]][:20])
    expect(exercise(page, 1).get_by_role("status")).to_contain_text("Zapisano")
    if javascript:
        expect(exercise(page, 1).locator("[data-feedback]")).to_be_focused()
        expect(page).not_to_have_url(re.compile("#"))
    else:
        expect(page).to_have_url(re.compile("#cwiczenie-1$"))
        expect(exercise(page, 1)).to_be_in_viewport()

    # Then the correct one; the learner leaves.
    answer_rightly(page, 1, first[0])
    expect(page.locator("#dalej")).to_contain_text(re.compile(r"jeszcze"))
    bridge(page, 0)
    page.close()

    # In a new session: one button leads to the same place.
    page = open_page(java_script_enabled=javascript)
    sign_in(page, email, NEW_PASSWORD)
    expect(page).to_have_url(re.compile("/moja-nauka/$"))
    button = main(page).get_by_role("link", name="Wróć do lekcji")
    expect(button).to_have_count(1)
    button.click()
    expect(page).to_have_url(re.compile(rf"/{lessons[0].slug}/#cwiczenie-2$"))
    expect(exercise(page, 2)).to_be_in_viewport()
    expect(exercise(page, 1).locator("input:checked")).to_have_attribute("value", first[0].right[0][1])

    for number, item in enumerate(first[1:], start=2):
        answer_rightly(page, number, item)
    expect(page.locator("#dalej")).to_contain_text("Lekcja ukończona")
    bridge(page, 1)

    for done, lesson in enumerate(lessons[1:], start=2):
        page.get_by_role("link", name=re.compile("^Dalej: ")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
        if lesson.rule == lesson.CompletionRule.MANUAL:
            # It is self-reported by the learner, and can be taken back.
            page.locator("#dalej").get_by_role("button").click()
            bridge(page, done)
            page.locator("#dalej").get_by_role("button", name="Cofnij ukończenie lekcji").click()
            bridge(page, done - 1)
            page.locator("#dalej").get_by_role("button", name="Oznacz jako ukończoną").click()
        else:
            for number, item in enumerate(exercises_of(lesson), start=1):
                answer_rightly(page, number, item)
        bridge(page, done)

    # The last lesson is the final quiz.
    expect(page.locator("#dalej")).to_contain_text("cały kurs")
    assert site_server.count(COMPLETIONS, email) == 5
    if javascript:  # axe is a script
        assert_accessible(page)

    # No course of the programme comes after this one.
    page.locator("#dalej").get_by_role("link", name="Przejdź do strony Moja nauka").click()
    expect(page).to_have_url(re.compile("/moja-nauka/$"))
    if javascript:
        assert_accessible(page)
    headed = page.get_by_role("heading", name="Ukończone kursy", exact=True)
    finished = main(page).locator("section").filter(has=headed)
    expect(finished.get_by_role("link", name="Infrastruktura współpracy", exact=True)).to_be_visible()
    expect(finished).to_contain_text(re.compile(r"Ukończony\s\d+\s\w+\s\d{4}"))
    bridge(page, 5)
    expect(main(page).get_by_role("link", name="Wróć do lekcji")).to_have_count(0)
    main(page).get_by_role("link", name="Zobacz kursy").click()
    entry = main(page).get_by_role("listitem").filter(has_text="Infrastruktura współpracy").first
    expect(entry).to_contain_text("Ukończony")


def test_an_answer_given_without_a_connection_is_kept_and_sent_once(
    page: Page, site_server: SiteServer, watch: Watch
) -> None:
    lesson = lessons_of("realizacja-zadan-publicznych")[0]
    item = exercises_of(lesson)[0]
    sign_in_as(page, LEARNER)
    enrolled(page, "realizacja-zadan-publicznych")
    page.goto(str(lesson.get_url()))

    watch.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    answer(page, 1, item.right)
    status = exercise(page, 1).get_by_role("status")
    expect(status).to_contain_text("gdy połączenie wróci")
    expect(exercise(page, 1).locator("input:checked")).to_have_attribute("value", item.right[0][1])
    assert site_server.count(ANSWERS, LEARNER.email, item.uuid.hex) == 0

    page.context.set_offline(False)
    expect(status).to_contain_text("Zapisano")
    expect(exercise(page, 1).locator(".option.right")).to_be_visible()
    assert site_server.count(ANSWERS, LEARNER.email, item.uuid.hex) == 1


def test_an_answer_whose_acknowledgement_was_lost_is_recorded_once(
    page: Page, site_server: SiteServer, watch: Watch
) -> None:
    person = OTHERS[0]
    lesson = lessons_of("realizacja-zadan-publicznych")[0]
    item = exercises_of(lesson)[0]
    sign_in_as(page, person)
    enrolled(page, "realizacja-zadan-publicznych")
    page.goto(str(lesson.get_url()))
    lost = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    watch.expect("ERR_CONNECTION_RESET")
    page.route("**/cwiczenia/**", lose, times=1)
    answer(page, 1, item.wrong)
    expect(exercise(page, 1).get_by_role("status")).to_contain_text("Zapisano")
    assert len(lost) == 1
    assert site_server.count(ANSWERS, person.email, item.uuid.hex) == 1


def leave(page: Page) -> None:
    """Ends the session without changing the open page."""
    page.context.clear_cookies(name="sessionid")


def sign_in_again_elsewhere(page: Page) -> None:
    leave(page)
    other = page.context.new_page()
    sign_in_as(other, OTHERS[2])
    other.close()


@pytest.mark.parametrize(
    ("person", "happens"), [(OTHERS[1], leave), (OTHERS[2], sign_in_again_elsewhere)], ids=["signed-out", "elsewhere"]
)
def test_an_answer_after_the_session_has_ended_waits_for_signing_in(
    page: Page, site_server: SiteServer, watch: Watch, person: Persona, happens: Callable[[Page], None]
) -> None:
    watch.expect("status of 403")
    lesson = lessons_of("realizacja-zadan-publicznych")[0]
    item = exercises_of(lesson)[0]
    sign_in_as(page, person)
    enrolled(page, "realizacja-zadan-publicznych")
    page.goto(str(lesson.get_url()))
    happens(page)

    answer(page, 1, item.right)
    status = exercise(page, 1).get_by_role("status")
    expect(status).to_have_text("Sesja wygasła. Zaloguj się, aby wysłać tę odpowiedź.")
    checked = exercise(page, 1).locator("input:checked")
    expect(checked).to_have_attribute("value", item.right[0][1])
    assert_accessible(page)

    # To the sign-in page, unless the user has signed in again, and back to the exercise.
    status.get_by_role("link", name="Zaloguj się").click()
    if happens is leave:
        fill_sign_in(page, person.email)
    expect(page).to_have_url(re.compile(rf"/{lesson.slug}/#cwiczenie-1$"))
    expect(checked).to_have_attribute("value", item.right[0][1])
    expect(status).to_contain_text("nie jest jeszcze wysłana")
    assert site_server.count(ANSWERS, person.email, item.uuid.hex) == 0
    exercise(page, 1).get_by_role("button").click()
    expect(status).to_contain_text("Zapisano")
    assert site_server.count(ANSWERS, person.email, item.uuid.hex) == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_an_exercise_is_tried_by_a_visitor_and_the_answer_kept_after_signing_in(
    open_page: OpenPage, site_server: SiteServer, javascript: bool
) -> None:
    person = OTHERS[3 if javascript else 4]
    lesson = lessons_of(COURSE)[0]
    item = exercises_of(lesson)[0]
    page = open_page(java_script_enabled=javascript)
    page.goto(str(lesson.get_url()))
    answer(page, 1, item.wrong)
    expect(exercise(page, 1).locator(".option.wrong")).to_be_visible()
    answer(page, 1, item.right)
    expect(exercise(page, 1).locator(".option.right")).to_be_visible()
    expect(exercise(page, 1).get_by_role("status")).to_have_text("Sprawdzono, nie zapisano.")
    assert site_server.count(ANSWERS, person.email, item.uuid.hex) == 0
    if javascript:
        assert_accessible(page)

    exercise(page, 1).get_by_role("link", name="zaloguj się").click()
    fill_sign_in(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zachowaj odpowiedź")
    if javascript:
        assert_accessible(page)
    main(page).get_by_role("button", name="Rozpocznij kurs i zachowaj odpowiedź").click()
    expect(page).to_have_url(re.compile(rf"/{lesson.slug}/#cwiczenie-1$"))
    expect(exercise(page, 1).locator(".option.right")).to_be_visible()
    assert site_server.count(ANSWERS, person.email, item.uuid.hex) == 1


def test_a_visitor_who_reads_a_lesson_finds_the_way_to_sign_in_and_to_the_course(page: Page) -> None:
    lesson = lessons_of(COURSE)[0]
    page.goto(str(lesson.get_url()))
    notice = main(page).locator(".notice").first
    expect(notice.get_by_role("link", name="Zaloguj się")).to_have_attribute("href", re.compile(lesson.slug))
    notice.get_by_role("link", name="rozpocznij kurs").click()
    expect(page).to_have_url(re.compile(rf"/szkolenia/{COURSE}/$"))


VOICE = """
    const spoken = [];
    const listeners = [];
    Object.defineProperty(window, "speechSynthesis", {value: {
        spoken,
        getVoices: () => [{lang: "pl-PL", localService: VOICE_IS_LOCAL, name: "Głos"}],
        addEventListener: () => {},
        speak: (utterance) => { spoken.push(utterance.text); spoken.last = utterance; },
        cancel: () => {},
    }});
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_a_lesson_is_read_aloud_and_the_sentence_is_marked(open_page: OpenPage) -> None:
    """Chromium has no voices here: a voice stands in that says what it was given to speak."""
    page = open_page()
    page.add_init_script(VOICE.replace("VOICE_IS_LOCAL", "true"))
    page.goto(urlsplit(lessons_of(COURSE)[0].full_url).path)
    listening = page.get_by_role("region", name="Słuchanie")
    assert_accessible(page)
    listening.get_by_role("button", name="Posłuchaj lekcji").click()
    marked = "() => [...CSS.highlights.get('listen')][0].toString()"
    first = page.evaluate("() => speechSynthesis.spoken[0]")
    assert page.evaluate(marked).strip() == first
    page.evaluate("() => speechSynthesis.spoken.last.onend()")
    second = page.evaluate("() => speechSynthesis.spoken[1]")
    assert page.evaluate(marked).strip() == second
    listening.get_by_role("button", name="Poprzednie zdanie").click()
    assert page.evaluate("() => speechSynthesis.spoken.at(-1)") == first
    listening.get_by_role("button", name="Zatrzymaj", exact=True).click()
    assert page.evaluate("() => CSS.highlights.has('listen')") is False


def test_a_voice_that_would_send_the_text_away_is_not_used(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(VOICE.replace("VOICE_IS_LOCAL", "false"))
    page.goto(urlsplit(lessons_of(COURSE)[0].full_url).path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Słuchanie")).to_have_count(0)
