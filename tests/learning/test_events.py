"""Learning events: written in the transaction of the action, append-only, pseudonymous."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from courses.activities.errors import InvalidAnswerError
from courses.activities.models import Activity, Answer
from courses.catalogue.models import Lesson, Topic
from courses.learning import services, statements
from courses.learning.models import Completion, Enrolment, LearningEvent, Pseudonym
from courses.learning.statements import Verb
from courses.learning.verification import differences
from people.models import User
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.steps import answer
from tests.learning.xapi import problems

pytestmark = pytest.mark.django_db


def events_of(learner: User) -> list[LearningEvent]:
    actor = Pseudonym.objects.get(user=learner).uuid
    return list(LearningEvent.objects.filter(actor=actor).order_by("stored", "record"))


def told(learner: User) -> list[tuple[str, str]]:
    """The events of a user: the last word of the verb, and the object."""
    return [(event.verb.rpartition("/")[2], event.object) for event in events_of(learner)]


def test_each_thing_that_happens_is_told_once(learner: User) -> None:
    course = make_course(lessons=1)
    manual = make_lesson(Topic.objects.child_of(course).get(), "Do oznaczenia", rule="manual")
    (lesson,) = [item for item in lessons_of(course) if item.pk != manual.pk]
    exercise = UUID(lesson.exercises[0]).urn
    for _time in range(2):
        services.enrol(user=learner, course=course)
    assert told(learner) == [("registered", course.key.urn)]
    answer(learner, lesson, choice=1)
    answer(learner, lesson, choice=0)
    for _time in range(2):
        services.mark_completed(user=learner, lesson=manual)
    assert sorted(told(learner)) == sorted(
        [
            ("registered", course.key.urn),
            ("answered", exercise),
            ("answered", exercise),
            ("completed", lesson.key.urn),
            ("completed", manual.key.urn),
            ("completed", course.key.urn),
        ]
    )
    assert [problems(event.statement) for event in events_of(learner)] == [[]] * 6
    assert {event.course for event in events_of(learner)} == {course.key}


def test_an_answer_is_told_with_its_score_its_version_and_where_it_stands(learner: User) -> None:
    course = make_course(lessons=1)
    (lesson,) = lessons_of(course)
    enrolment = services.enrol(user=learner, course=course)
    given = answer(learner, lesson, choice=1).outcome.answer
    event = LearningEvent.objects.get(record=f"answer:{given.pk}")
    statement = event.statement
    assert statement["result"] == {
        "score": {"scaled": 0.0, "raw": 0.0, "min": 0.0, "max": 1.0},
        "success": False,
        "completion": False,
        "response": given.response[0][1],
    }
    context = statement["context"]
    assert context["registration"] == str(enrolment.registration)
    assert (context["platform"], context["language"]) == ("Pomost", "pl")
    activities: dict[str, Any] = context["contextActivities"]
    assert {name: [item["id"] for item in items] for name, items in activities.items()} == {
        "parent": [lesson.key.urn],
        "grouping": [course.key.urn],
    }
    assert context["extensions"] == {statements.ACTIVITY_VERSION: 1, statements.BLOCK: given.block}
    assert statement["object"]["definition"] == {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "name": {"pl": "Pytanie 0?"},
        "interactionType": "choice",
    }
    assert statement["timestamp"] == given.created_at.isoformat()
    assert statement["stored"] == event.stored.isoformat()


def test_the_actor_is_a_pseudonym_and_nothing_in_a_statement_names_the_learner(learner: User) -> None:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    name = str(Pseudonym.objects.get(user=learner).uuid)
    for event in events_of(learner):
        assert event.statement["actor"]["account"] == {"homePage": "http://localhost:8000", "name": name}
        assert learner.email not in str(event.statement)
        assert learner.first_name not in str(event.statement["actor"])


def test_an_answer_sent_twice_is_told_once_and_one_that_is_refused_is_not_told(learner: User) -> None:
    course = make_course()
    lesson = lessons_of(course)[0]
    services.enrol(user=learner, course=course)
    activity = Activity.objects.get(pk=lesson.exercises[0])
    assert activity.current is not None
    form, key = [("answer", activity.current.tree["fields"]["options"][1]["id"])], uuid4()
    for _time in range(2):
        services.answer_exercise(user=learner, lesson=lesson, activity_id=activity.pk, form=form, key=key)
    with pytest.raises(InvalidAnswerError):
        services.answer_exercise(
            user=learner, lesson=lesson, activity_id=activity.pk, form=[("answer", "x")], key=uuid4()
        )
    assert [verb for verb, _object in told(learner)] == ["registered", "answered"]


def test_what_is_rolled_back_is_not_told(learner: User) -> None:
    course = make_course()
    services.enrol(user=learner, course=course)

    class UndoneError(Exception):
        pass

    def answer_and_undo() -> None:
        with transaction.atomic():
            answer(learner, lessons_of(course)[0])
            raise UndoneError

    with pytest.raises(UndoneError):
        answer_and_undo()
    assert [verb for verb, _object in told(learner)] == ["registered"]
    assert not Answer.objects.of(learner).exists()


CHANGES: list[Callable[[LearningEvent], object]] = [
    lambda event: event.save(),
    lambda event: event.delete(),
    lambda event: LearningEvent.objects.all().delete(),
    lambda event: LearningEvent.objects.filter(pk=event.pk).update(verb="x"),
    lambda event: LearningEvent.objects.bulk_update([event], ["verb"]),
    lambda event: LearningEvent.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["record"], update_fields=["verb"]
    ),
]


@pytest.mark.parametrize("change", CHANGES, ids=["save", "delete", "delete all", "update", "bulk update", "upsert"])
def test_an_event_is_never_changed_or_deleted(learner: User, change: Callable[[LearningEvent], object]) -> None:
    services.enrol(user=learner, course=make_course())
    (event,) = events_of(learner)
    before = LearningEvent.objects.values().get(pk=event.pk)
    event.verb = "x"
    with pytest.raises(TypeError, match="never changed or deleted"):
        change(event)
    assert LearningEvent.objects.values().get(pk=event.pk) == before


def test_a_completion_taken_back_is_voided_and_told_anew_the_next_time(learner: User) -> None:
    course = make_course()
    lesson = make_lesson(Topic.objects.child_of(course).get(), "Do oznaczenia", rule="manual")
    services.enrol(user=learner, course=course)
    services.mark_completed(user=learner, lesson=lesson)
    first = LearningEvent.objects.get(verb=Verb.COMPLETED.iri, object=lesson.key.urn)
    services.unmark_completed(user=learner, lesson=lesson)
    void = LearningEvent.objects.get(voids=first)
    assert problems(void.statement) == []
    assert void.statement["object"] == {"objectType": "StatementRef", "id": str(first.pk)}
    assert void.actor == first.actor
    services.mark_completed(user=learner, lesson=lesson)
    in_force = LearningEvent.objects.in_force().filter(verb=Verb.COMPLETED.iri, object=lesson.key.urn)
    assert [event.record for event in in_force] == [f"completion:{Completion.objects.get(lesson=lesson.key).pk}"]
    assert first not in in_force


def test_erasing_a_user_leaves_events_that_name_nobody(learner: User) -> None:
    course = make_course(lessons=1)
    services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    before = events_of(learner)
    actor = before[0].actor
    get_user_model().objects.filter(pk=learner.pk).delete()
    assert not Pseudonym.objects.filter(uuid=actor).exists()
    assert not Enrolment.objects.filter(course=course).exists()
    assert list(LearningEvent.objects.filter(actor=actor).order_by("stored", "record")) == before
    assert not LearningEvent.objects.filter(actor=actor).exclude(voids=None).exists()
    assert [line for line in differences() if str(actor) in line] == []


def test_a_row_deleted_otherwise_voids_its_events(learner: User) -> None:
    course = make_course(lessons=1)
    enrolment = services.enrol(user=learner, course=course)
    answer(learner, lessons_of(course)[0])
    enrolment.delete()
    actor = Pseudonym.objects.get(user=learner).uuid
    in_force = LearningEvent.objects.in_force().filter(actor=actor)
    assert [event.verb for event in in_force] == [Verb.ANSWERED.iri]  # the answer itself is still there
    assert LearningEvent.objects.filter(actor=actor, verb=Verb.VOIDED.iri).count() == 3


def test_the_events_of_an_answer_are_one_insert(learner: User, django_assert_num_queries: Any) -> None:
    course = make_course(lessons=1)
    enrolment = services.enrol(user=learner, course=course)
    data = [
        statements.StatementData(
            record=f"try:{number}",
            actor=uuid4(),
            verb=Verb.ANSWERED,
            object=statements.ActivityObject(uuid4(), statements.Kind.EXERCISE, "Pytanie"),
            happened_at=enrolment.created_at,
        )
        for number in range(3)
    ]
    with django_assert_num_queries(1):
        services.record_events(data)


def test_an_exercise_in_a_lesson_that_changed_is_told_by_the_version_answered(learner: User) -> None:
    course = make_course(lessons=1)
    (lesson,) = lessons_of(course)
    services.enrol(user=learner, course=course)
    lesson.body = [choice("Pytanie 0?", right=(1,))]
    lesson.save_revision().publish()
    answer(learner, Lesson.objects.get(pk=lesson.pk), choice=1)
    event = next(event for event in events_of(learner) if event.verb == Verb.ANSWERED.iri)
    assert event.statement["context"]["extensions"][statements.ACTIVITY_VERSION] == 2
    assert event.statement["result"]["success"] is True
