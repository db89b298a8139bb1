"""Lessons that editors take out and put back: no figure falls that a learner or a trainer has been shown."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.catalogue.models import Course, Lesson, Topic
from courses.coursework.members import members_progress
from courses.coursework.models import Cohort
from courses.credentials.evidence import evidence_of
from courses.learning import dashboard, services
from courses.learning.errors import NotAllowedError
from courses.learning.models import Enrolment
from people.models import User
from publishing.impact import impact_of_draft
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import text_of
from tests.learning.steps import answer, begun_course, own_progress

pytestmark = pytest.mark.django_db

AWAY = "Ten kurs nie jest teraz opublikowany. Twoje postępy zostają i będą się liczyć dalej, gdy kurs wróci."
EXTRA = "1 osoba jest w trakcie tego kursu: dla niej lekcja jest dodatkowa."


@pytest.fixture
def course(learner: User) -> Course:
    """A course of three lessons; the learner has completed the first."""
    return begun_course(learner, lessons=3)


@pytest.fixture
def cohort(course: Course, learner: User) -> Cohort:
    group: Cohort = factories.CohortFactory.create(course=course)
    factories.member(group, learner)
    return group


def figures(learner: User) -> tuple[int, int]:
    progress = own_progress(learner).progress
    return progress.done, progress.total


def shown_to_trainer(cohort: Cohort) -> tuple[int, int]:
    (member,) = members_progress([cohort], RequestFactory().get("/"))
    progress = member.courses[0].progress
    return progress.done, progress.total


def of_certificate(learner: User, course: Course) -> tuple[int, int, int]:
    """How many lessons count, how many of them are missing, and how many exercises are graded."""
    (evidence,) = evidence_of(user=learner, subject=course).choices[0].courses
    return evidence.lessons, len(evidence.missing), evidence.graded


def put_back(page: Lesson | Topic | Course) -> None:
    type(page).objects.get(pk=page.pk).save_revision().publish()


def test_a_lesson_that_comes_back_is_offered_to_whoever_has_seen_their_progress_without_it(
    course: Course, cohort: Cohort, learner: User, signed_in: Client
) -> None:
    _first, second, _third = lessons_of(course)
    assert (figures(learner), of_certificate(learner, course)) == ((1, 3), (3, 2, 3))
    second.unpublish()
    assert figures(learner) == (1, 2)
    put_back(second)
    assert figures(learner) == shown_to_trainer(cohort) == (1, 2)
    assert of_certificate(learner, course) == (2, 1, 2)
    html = signed_in.get(str(course.get_url())).text
    assert f'<a href="{second.get_url()}">{second.title}</a>' in html
    signed_in.post(f"/moja-nauka/kursy/{course.pk}/nowe-lekcje/")
    assert figures(learner) == shown_to_trainer(cohort) == (1, 3)
    assert of_certificate(learner, course) == (3, 2, 3)
    assert Enrolment.objects.get(user=learner).withdrawn_lessons == []


def test_completing_it_counts_without_taking_it_in(course: Course, learner: User) -> None:
    second = lessons_of(course)[1]
    second.unpublish()
    assert figures(learner) == (1, 2)
    put_back(second)
    answer(learner, second)
    item = own_progress(learner)
    assert (item.progress.done, item.progress.total) == (2, 3)
    assert dashboard.additions(item, RequestFactory().get("/")) is None


def test_a_lesson_that_was_away_unseen_counts_as_before(course: Course, learner: User) -> None:
    second = lessons_of(course)[1]
    second.unpublish()
    put_back(second)
    assert figures(learner) == (1, 3)
    assert Enrolment.objects.get(user=learner).withdrawn_lessons == []


def test_what_the_trainer_was_shown_falls_no_more_either(course: Course, cohort: Cohort, learner: User) -> None:
    second = lessons_of(course)[1]
    second.unpublish()
    assert shown_to_trainer(cohort) == (1, 2)
    put_back(second)
    assert shown_to_trainer(cohort) == figures(learner) == (1, 2)


def test_a_completed_lesson_counts_whatever_becomes_of_it(course: Course, learner: User) -> None:
    first = lessons_of(course)[0]
    for change in (lambda: first.unpublish(), lambda: put_back(first)):
        change()
        assert figures(learner) == (1, 3)
    assert Enrolment.objects.get(user=learner).withdrawn_lessons == []


def unpublish_all(course: Course) -> None:
    """As Wagtail does it with the pages below: the course first."""
    course.unpublish()
    for lesson in lessons_of(course):
        lesson.unpublish()


def test_nothing_changes_while_the_course_itself_is_away(
    course: Course, cohort: Cohort, learner: User, signed_in: Client
) -> None:
    lessons = lessons_of(course)
    unpublish_all(Course.objects.get(pk=course.pk))
    assert figures(learner) == shown_to_trainer(cohort) == (1, 3)
    assert of_certificate(learner, course)[:2] == (3, 2)
    response = signed_in.get("/moja-nauka/")
    assert str(course.get_url()) not in response.text
    assert text_of(response).count(AWAY) == 1
    for lesson in lessons:
        put_back(lesson)
    put_back(course)
    assert figures(learner) == shown_to_trainer(cohort) == (1, 3)
    response = signed_in.get("/moja-nauka/")
    assert AWAY not in text_of(response)
    assert f'href="{lessons[1].get_url()}' in response.text


def test_a_course_that_is_away_is_not_finished(course: Course, learner: User) -> None:
    unpublish_all(Course.objects.get(pk=course.pk))
    with pytest.raises(NotAllowedError):
        services.finish_course(user=learner, course=Course.objects.get(pk=course.pk))
    assert not own_progress(learner).may_finish


def test_all_figures_leave_out_the_lessons_of_an_unpublished_topic(
    course: Course, cohort: Cohort, learner: User
) -> None:
    """The pages of the lessons are live still, but the course lists them no more."""
    topic = Topic.objects.child_of(course).get()
    other = topic.add_sibling(instance=Topic(title="Drugi"))
    Lesson.objects.get(pk=lessons_of(course)[2].pk).move(other, pos="last-child")
    assert figures(learner) == (1, 3)
    Topic.objects.get(pk=other.pk).unpublish()
    assert figures(learner) == shown_to_trainer(cohort) == (1, 2)
    assert of_certificate(learner, course) == (2, 1, 2)
    answer(learner, lessons_of(course)[1])
    assert own_progress(learner).finished


def queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


def test_a_group_takes_as_many_queries_with_any_number_of_members(course: Course, cohort: Cohort) -> None:
    request = RequestFactory().get("/")
    for _number in range(6):
        factories.member(cohort)
    members_progress([cohort], request)
    usual = queries(lambda: members_progress([cohort], request))
    lessons_of(course)[1].unpublish()
    members_progress([cohort], request, users=[])  # reads the lessons of the course again
    # A savepoint and its release, the rows, one UPDATE.
    assert queries(lambda: members_progress([cohort], request)) == usual + 4
    assert queries(lambda: members_progress([cohort], request)) == usual


def test_what_was_taken_in_meanwhile_is_left_alone(course: Course, learner: User) -> None:
    first, second, _third = lessons_of(course)
    stale = Enrolment.objects.select_related("course", "outline").get(user=learner)
    second.unpublish()
    services.take_in_additions(user=learner, course=course)
    services.settle_lessons([(stale, {first.key}, {first.key})])
    assert Enrolment.objects.get(user=learner).withdrawn_lessons == []


def test_two_withdrawals_are_both_kept(course: Course, learner: User) -> None:
    first, second, third = lessons_of(course)
    read = Enrolment.objects.select_related("course", "outline")
    one, other = read.get(user=learner), read.get(user=learner)
    services.settle_lessons([(one, {first.key}, {first.key, second.key})])
    services.settle_lessons([(other, {first.key}, {first.key, third.key})])
    assert Enrolment.objects.get(user=learner).withdrawn == other.withdrawn == {second.key, third.key}


def test_editors_are_told_for_whom_it_counts_again(course: Course, learner: User) -> None:
    other = factories.UserFactory.create()
    services.enrol(user=other, course=course)
    second = lessons_of(course)[1]
    second.unpublish()
    assert figures(learner) == (1, 2)
    with translation.override("pl"):
        told = [item.text.replace("\xa0", " ") for item in impact_of_draft(Lesson.objects.get(pk=second.pk))]
    assert told == [
        f"{EXTRA} Dostanie propozycję i lekcja będzie się liczyć, gdy ją włączy.",
        "1 osoba w trakcie tego kursu miała tę lekcję, gdy się zapisywała: znów się dla niej liczy.",
    ]
