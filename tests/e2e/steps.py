"""Steps used by several browser tests."""

from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from courses.activities.exercises.branching import BranchingExercise
from courses.activities.exercises.quiz import QuizExercise
from courses.activities.extracts import ExerciseSource
from courses.activities.given import Given, Pairs, field_of
from courses.activities.models import Node, trees_of
from courses.activities.rendering import QUESTION_PREFIX
from courses.catalogue.models import Course, Lesson
from demo.people import PASSWORD, Persona
from pomost.exercise_patterns import answer_to
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
    """An exercise with a right and a wrong answer, as names and values of its form."""

    uuid: UUID
    tree: Node

    @property
    def right(self) -> Pairs:
        return answer_to(self.tree)

    @property
    def wrong(self) -> Pairs:
        return answer_to(self.tree, right=False)

    @property
    def steps(self) -> list[Pairs]:
        """The right answer as it is given step by step: a case a choice at a time, a comparison after the text.

        A quiz is one step without an answer of its own.
        """
        if self.tree["type"] == QuizExercise.TYPE:
            return [[]]
        pairs = list(self.right)
        if self.tree["type"] == BranchingExercise.TYPE:
            return [[pair] for pair in pairs]
        later = [pair for pair in pairs if pair[0] in ("answer.criteria", "answer.assessed")]
        return [[pair for pair in pairs if pair not in later], later] if later else [pairs]

    @property
    def feedback(self) -> dict[str, str]:
        """That of each option of a choice."""
        return {option["id"]: option["feedback"] for option in self.tree["fields"]["options"]}


def lessons_of(slug: str) -> list[Lesson]:
    """The lessons of a course of the demo, in order."""
    course = Course.objects.get(slug=slug)
    return list(Lesson.objects.descendant_of(course).live().order_by("path"))


def exercises_of(lesson: Lesson) -> list[Exercise]:
    """The exercises of a lesson."""
    return [Exercise(source.uuid, source.tree) for source in extracts_of(lesson, ExerciseSource)]


def fill(form: Locator, pairs: Pairs) -> None:
    """Gives this answer in the form as it stands; a field that is not there yet is left for later."""
    for name in dict.fromkeys(name for name, _value in pairs):
        values = [value for other, value in pairs if other == name]
        for control in form.locator(f'[name="{name}"]:not([type=hidden])').all():
            kind = str(control.evaluate("control => control.type"))
            if kind in ("radio", "checkbox"):
                if control.get_attribute("value") in values:
                    control.check()
                elif kind == "checkbox":
                    control.uncheck()
            elif kind == "select-one":
                control.select_option(values[0], force=True)  # one whose rows are moved is not shown
            else:
                control.fill(values[0])


def answer(page: Page, number: int, pairs: Pairs) -> None:
    """Gives this answer to an exercise and sends it."""
    form = exercise(page, number).locator("form")
    fill(form, pairs)
    form.locator("button[type=submit]").first.click()


def take_quiz(page: Page, number: int) -> None:
    """Takes a quiz of the demo without a mistake, and comes back to its lesson."""
    address = page.url
    exercise(page, number).get_by_role("button", name="Rozpocznij quiz").click()
    form = main(page).locator("form[data-quiz]")
    expect(form).to_be_visible()
    asked = [UUID(str(field.get_attribute("value"))) for field in form.locator("[name=question]").all()]
    for activity, question in trees_of(asked).items():
        name = f"{QUESTION_PREFIX}{activity}"
        given = Given.of(answer_to(question.tree))
        fill(form, [(field_of(name, part), value) for part, values in given.parts.items() for value in values])
    form.get_by_role("button", name="Oddaj quiz").click()
    expect(main(page)).to_contain_text("Zaliczony: 100%")
    page.goto(address)
    expect(exercise(page, number)).to_contain_text("Zaliczony. Twój wynik: 100%.")


def answer_rightly(page: Page, number: int, item: Exercise) -> None:
    """Answers an exercise rightly, in several steps where it has them, and waits for the response."""
    if item.tree["type"] == QuizExercise.TYPE:
        take_quiz(page, number)
        return
    for given in item.steps:
        form = exercise(page, number).locator("form")
        key = str(form.locator("[name=key]").get_attribute("value"))
        answer(page, number, given)
        # The form that answers has another key.
        expect(exercise(page, number).locator(f'[name=key][value="{key}"]')).to_have_count(0)
    expect(exercise(page, number).locator("[role=status]")).not_to_be_empty()
    expect(exercise(page, number).locator(".wrong")).to_have_count(0)


def enrolled(page: Page, slug: str) -> None:
    """Enrols the signed-in user in a course, unless they are enrolled, and leaves the course's page open."""
    page.goto(f"/szkolenia/{slug}/")
    button = main(page).locator("form[action*='/zapis/']").get_by_role("button")
    if button.count():
        button.click()
        expect(page.get_by_role("status").first).to_be_visible()
        page.goto(f"/szkolenia/{slug}/")
