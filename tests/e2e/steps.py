"""Steps used by several browser tests."""

from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from courses.activities.extracts import ExerciseSource
from courses.catalogue.models import Course, Lesson
from demo.people import PASSWORD, Persona
from publishing.pipeline import extracts_of
from tests.e2e.server import SiteServer

NEW_PASSWORD = "kladka-przez-Wisle-77"


def sign_in(page: Page, email: str, password: str = PASSWORD, *, then: str = "") -> None:
    """Signs in on the sign-in page; ``then`` is the page to open afterwards."""
    page.goto(f"/konto/login/?next={then}" if then else "/konto/login/")
    fill_sign_in(page, email, password)


def fill_sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Signs in on the page that is open."""
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    main(page).locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: "/konto/login/" not in url)


def sign_in_as(page: Page, persona: Persona, *, then: str = "") -> None:
    sign_in(page, persona.email, then=then)


def sign_up(page: Page, server: SiteServer, email: str) -> None:
    """Creates an account and confirms its address with the link in the e-mail."""
    page.goto("/konto/signup/")
    page.locator("input[name=first_name]").fill("Hanna")
    page.locator("input[name=last_name]").fill("Żuraw")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password1]").fill(NEW_PASSWORD)
    page.locator("input[name=of_age]").check()
    page.locator("input[name=terms]").check()
    main(page).locator("form button[type=submit]").click()
    page.wait_for_url("**/konto/confirm-email/")
    page.goto(server.link_mailed_to(email))
    main(page).locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: "confirm-email" not in url)


def main(page: Page) -> Locator:
    return page.locator("main")


def exercise(page: Page, number: int) -> Locator:
    return page.locator(f"#cwiczenie-{number}")


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise with its correct and wrong answers."""

    uuid: UUID
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    feedback: dict[str, str]


def lessons_of(slug: str) -> list[Lesson]:
    """The lessons of a course of the demo, in order."""
    course = Course.objects.get(slug=slug)
    return list(Lesson.objects.descendant_of(course).live().order_by("path"))


def exercises_of(lesson: Lesson) -> list[Exercise]:
    """The exercises of a lesson with their correct answers; ``wrong`` is a wrong one."""
    found = []
    for source in extracts_of(lesson, ExerciseSource):
        options = source.tree["fields"]["options"]
        right = tuple(option["id"] for option in options if option["correct"])
        wrong = tuple(option["id"] for option in options if not option["correct"])[:1]
        found.append(Exercise(source.uuid, right, wrong, {item["id"]: item["feedback"] for item in options}))
    return found


def answer(page: Page, number: int, options: tuple[str, ...]) -> None:
    """Chooses exactly these options of an exercise and sends them."""
    form = exercise(page, number).locator("form")
    for box in form.locator("input[name=answer]").all():
        wanted = box.get_attribute("value") in options
        if wanted and not box.is_checked():
            box.check()
        elif not wanted and box.get_attribute("type") == "checkbox" and box.is_checked():
            box.uncheck()
    form.locator("button[type=submit]").click()


def answer_rightly(page: Page, number: int, item: Exercise) -> None:
    """Answers an exercise correctly and waits for the response."""
    answer(page, number, item.right)
    expect(exercise(page, number).locator("[role=status]")).not_to_be_empty()
    expect(exercise(page, number).locator("[data-feedback]")).to_be_visible()
    expect(exercise(page, number).locator(".option.wrong")).to_have_count(0)


def enrolled(page: Page, slug: str) -> None:
    """Enrols the signed-in user in a course, unless they are enrolled, and leaves the course's page open."""
    page.goto(f"/szkolenia/{slug}/")
    button = main(page).locator("form[action*='/zapis/']").get_by_role("button")
    if button.count():
        button.click()
        expect(page.get_by_role("status").first).to_be_visible()
        page.goto(f"/szkolenia/{slug}/")
