"""The weekly goal: so many lessons or hours over all courses, with or without a plan."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.learning import services
from courses.learning.goals.services import set_goal
from courses.learning.goals.standing import done_this_week
from courses.learning.impact import _anonymise, _parts_of
from courses.learning.models import Completion, Enrolment, LearningPlan, WeeklyGoal
from people.models import User
from tests.courses_tree import lessons_of, make_course
from tests.learning.steps import answer

pytestmark = pytest.mark.django_db
PAGE = "/moja-nauka/cel/"


def said(client: Client, page: str = "/moja-nauka/") -> str:
    return client.get(page).text.replace("\xa0", " ")


@pytest.fixture
def courses(learner: User) -> list[Enrolment]:
    """Two courses of three lessons of 40 minutes."""
    found = []
    for title in ("Pierwszy", "Drugi"):
        course = make_course(title, lessons=3)
        for lesson in lessons_of(course):
            lesson.duration = 40
            lesson.save_revision().publish()
        found.append(services.enrol(user=learner, course=course))
    return found


def do(learner: User, enrolment: Enrolment, place: int) -> None:
    answer(learner, lessons_of(enrolment.course)[place])


def test_a_goal_needs_no_plan_and_counts_lessons_of_all_courses(
    courses: list[Enrolment], learner: User, signed_in: Client
) -> None:
    assert said(signed_in).count(f'href="{PAGE}"') == 1
    assert signed_in.post(PAGE, {"amount": "2", "unit": "lessons"})["Location"] == "/moja-nauka/"
    assert "Twój cel: 2 lekcje w tygodniu. W tym tygodniu do tej pory: 0 lekcji." in said(signed_in)
    do(learner, courses[0], 0)
    assert "W tym tygodniu do tej pory: 1 lekcja." in said(signed_in)
    do(learner, courses[1], 2)
    assert "Cel na ten tydzień osiągnięty" in said(signed_in)
    assert not LearningPlan.objects.exists()


def test_a_goal_in_hours_counts_minutes(courses: list[Enrolment], learner: User, signed_in: Client) -> None:
    set_goal(user=learner, unit="hours", amount=1)
    do(learner, courses[0], 0)
    assert "Twój cel: 1 godzina w tygodniu. W tym tygodniu do tej pory: 40 min." in said(signed_in)
    assert "osiągnięty" not in said(signed_in)
    do(learner, courses[1], 0)
    assert "do tej pory: 80 min." in said(signed_in)
    assert "osiągnięty" in said(signed_in)


def test_what_was_done_before_monday_or_known_beforehand_is_not_of_this_week(
    courses: list[Enrolment], learner: User
) -> None:
    for place in range(3):
        do(learner, courses[0], place)
    first, second, third = (lesson.key for lesson in lessons_of(courses[0].course))
    Completion.objects.filter(lesson=first).update(completed_at=timezone.now() - timedelta(days=7))
    Completion.objects.filter(lesson=second).update(source=Completion.Source.KNOWN)
    assert done_this_week([courses[0].pk, courses[1].pk]) == {courses[0].pk: {third}}


@pytest.mark.parametrize(
    ("amount", "unit", "error"),
    [
        ("0", "lessons", "Cel to co najmniej 1."),
        ("41", "hours", "Cel to najwyżej 40."),
        ("", "hours", "Wpisz, ile."),
        ("2", "days", "days"),
    ],
)
def test_what_is_wrong_is_said(learner: User, signed_in: Client, amount: str, unit: str, error: str) -> None:
    response = signed_in.post(PAGE, {"amount": amount, "unit": unit})
    assert response.status_code == 422
    assert error in response.text.replace("\xa0", " ")
    assert not WeeklyGoal.objects.exists()


def test_a_goal_is_changed_and_removed_and_is_one_s_own(learner: User, signed_in: Client, client: Client) -> None:
    other = User.objects.create_user("inna@example.org")
    set_goal(user=other, unit="lessons", amount=5)
    for amount in (3, 4):
        signed_in.post(PAGE, {"amount": str(amount), "unit": "hours"})
    assert set(WeeklyGoal.objects.values_list("user", "amount")) == {(other.pk, 5), (learner.pk, 4)}
    signed_in.post(f"{PAGE}usuniecie/")
    assert list(WeeklyGoal.objects.values_list("user", flat=True)) == [other.pk]
    assert client.get(PAGE).status_code == 302


def test_a_goal_goes_with_an_anonymised_account(learner: User) -> None:
    set_goal(user=learner, unit="lessons", amount=5)
    assert [part.kept for part in _parts_of(learner) if part.count] == [False]
    _anonymise(learner)
    assert not WeeklyGoal.objects.exists()
