"""Concurrent answers of one learner: none is lost, and completions are recorded once."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS

from courses.activities import services as activities
from courses.activities.models import Activity, ActivityVersion, Answer, LearnerState
from courses.catalogue.models import Course, Lesson
from courses.learning import services
from courses.learning.models import Completion, Enrolment, LearningEvent
from courses.learning.services import Answered
from courses.learning.statements import Verb
from courses.learning.verification import differences
from people.models import User
from tests.contention import PEOPLE, at_once, needs_row_locks, winners_and_errors
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.steps import option

pytestmark = [
    needs_row_locks,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tables_not_emptied"),
]


@pytest.fixture
def course(transactional_db: None) -> Iterator[Course]:
    """One lesson with an exercise for each thread."""
    made = make_course(lessons=0)
    topic = made.get_children().get()
    make_lesson(topic, "Lekcja", *(choice(f"Pytanie {number}?") for number in range(PEOPLE)))
    yield made
    containers = [lesson.key for lesson in lessons_of(made)]
    LearningEvent.objects.filter(course=made.key)._raw_delete(DEFAULT_DB_ALIAS)  # the model refuses to
    User.objects.filter(enrolments__course=made).delete()
    made.delete()
    Activity.objects.filter(container__in=containers).update(current=None)
    ActivityVersion.objects.filter(activity__container__in=containers).delete()
    Activity.objects.filter(container__in=containers).delete()


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return lessons_of(course)[0]


@pytest.fixture
def enrolment(course: Course) -> Enrolment:
    """An enrolment of a learner with a pseudonym."""
    return services.enrol(user=User.objects.create_user("wiele-naraz@example.org"), course=course)


def answer(
    enrolment: Enrolment, lesson: Lesson, *, place: int = 0, choice: int = 0, key: UUID | None = None
) -> Answered:
    # Separate instances of user and page, as in requests.
    return services.answer_exercise(
        user=User.objects.get(pk=enrolment.user_id),
        lesson=Lesson.objects.get(pk=lesson.pk),
        activity_id=UUID(lesson.exercises[place]),
        form=[("answer", option(lesson, place, choice))],
        key=key or uuid4(),
    )


def answer_the_others(enrolment: Enrolment, lesson: Lesson) -> None:
    for place in range(1, PEOPLE):
        answer(enrolment, lesson, place=place)


def events(enrolment: Enrolment, verb: Verb, target: UUID) -> int:
    actor = services.pseudonym_of(enrolment.user)
    return LearningEvent.objects.filter(actor=actor, verb=verb.iri, object=target.urn).count()


def completed_once(enrolment: Enrolment, lesson: Lesson) -> None:
    """Checks that lesson and course were completed, each once and with one event that agrees with its row."""
    completion = Completion.objects.get(enrolment=enrolment)
    assert completion.lesson == lesson.key
    assert Enrolment.objects.get(pk=enrolment.pk).completed_at == completion.completed_at
    assert events(enrolment, Verb.COMPLETED, lesson.key) == 1
    assert events(enrolment, Verb.COMPLETED, enrolment.course.key) == 1
    assert list(differences()) == []


def test_the_same_form_many_times_is_one_answer_and_one_event(enrolment: Enrolment, lesson: Lesson) -> None:
    answer_the_others(enrolment, lesson)
    key = uuid4()
    given, _refused = winners_and_errors(at_once(*[lambda: answer(enrolment, lesson, key=key)] * PEOPLE))
    assert sorted(item.outcome.repeated for item in given) == [False, *[True] * (PEOPLE - 1)]
    kept = Answer.objects.get(user=enrolment.user, key=key)
    assert {item.outcome.answer.pk for item in given} == {kept.pk}
    assert LearnerState.objects.get(user=enrolment.user, activity=kept.activity).fields["attempts"] == 1
    assert events(enrolment, Verb.ANSWERED, kept.activity_id) == 1
    completed_once(enrolment, lesson)


def test_different_answers_to_one_exercise_are_all_recorded_and_its_completion_stays(
    enrolment: Enrolment, lesson: Lesson
) -> None:
    answer_the_others(enrolment, lesson)
    given, _refused = winners_and_errors(
        at_once(*(lambda number=number: answer(enrolment, lesson, choice=number % 3) for number in range(PEOPLE)))
    )
    activity = UUID(lesson.exercises[0])
    kept = Answer.objects.filter(user=enrolment.user, activity=activity)
    assert {item.outcome.answer.pk for item in given} == set(kept.values_list("pk", flat=True))
    assert Counter(kept.values_list("score", flat=True)) == {0.0: 5, 1.0: 3}
    state = LearnerState.objects.get(user=enrolment.user, activity=activity)
    assert (state.completion, state.fields["attempts"], state.fields["solved"]) == (1.0, PEOPLE, True)
    assert events(enrolment, Verb.ANSWERED, activity) == PEOPLE
    completed_once(enrolment, lesson)


def test_the_last_answers_of_a_lesson_complete_it_once(enrolment: Enrolment, lesson: Lesson) -> None:
    """Without a lock no thread would see the others' answers, and none would complete the lesson."""
    given, _refused = winners_and_errors(
        at_once(*(lambda place=place: answer(enrolment, lesson, place=place) for place in range(PEOPLE)))
    )
    assert [item.outcome.repeated for item in given] == [False] * PEOPLE
    assert [item.completed for item in given].count(frozenset([lesson.key])) == 1
    completed_once(enrolment, lesson)


def test_the_same_answer_outside_of_a_course_is_recorded_once(enrolment: Enrolment, lesson: Lesson) -> None:
    """Only the table's constraint prevents duplicates here, because no enrolment is locked."""
    activity = Activity.objects.select_related("current").get(pk=lesson.exercises[0])
    key, form = uuid4(), [("answer", option(lesson))]
    given, _refused = winners_and_errors(
        at_once(
            *[lambda: activities.submit_answer(user=enrolment.user, activity=activity, form=form, key=key)] * PEOPLE
        )
    )
    assert sorted(item.repeated for item in given) == [False, *[True] * (PEOPLE - 1)]
    assert Answer.objects.filter(user=enrolment.user).count() == 1
    assert LearnerState.objects.get(user=enrolment.user).fields["attempts"] == 1
