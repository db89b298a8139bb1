"""``pomost verify-learning`` finds every difference between the events and the tables, and nothing else."""

from datetime import UTC, datetime
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.management import call_command

from courses.activities.models import Answer
from courses.catalogue.models import Course
from courses.learning import services, statements
from courses.learning.models import Completion, Enrolment, LearningEvent, Pseudonym, QuizAttempt
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb
from courses.learning.verification import differences
from people.models import User
from pomost import cli
from tests.courses_tree import lessons_of, make_course
from tests.learning.steps import answer, begun_course
from tests.learning.xapi import problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(learner: User) -> Course:
    """A course of one lesson that the learner has completed."""
    return begun_course(learner, lessons=1)


def told(record: str, actor: UUID) -> StatementData:
    exercise = ActivityObject(uuid4(), Kind.EXERCISE, "Pytanie")
    return StatementData(record, actor, Verb.ANSWERED, exercise, datetime(2026, 11, 24, tzinfo=UTC))


def test_the_demo_and_what_learners_do_agree(course: Course) -> None:
    assert list(differences()) == []


def test_a_row_without_an_event_is_found(course: Course, learner: User) -> None:
    given = Answer.objects.get(user=learner)
    answers = Answer.objects.bulk_create(
        [
            Answer(
                user=learner,
                activity=given.activity,
                version=given.version,
                block=given.block,
                key=uuid4(),
                response=[],
            )
        ]
    )
    assert list(differences()) == [f"answer:{answers[0].pk}: it has no event"]


def test_an_event_without_a_row_is_found(course: Course, learner: User) -> None:
    actor = Pseudonym.objects.get(user=learner).uuid
    services.record_events([told("answer:999999", actor), told("cud:1", actor)])
    said = "it has an event and no row"
    assert list(differences()) == [f"answer:999999: {said}", f"cud:1: {said}"]


def test_a_row_that_was_changed_is_found(course: Course, learner: User) -> None:
    given = Answer.objects.get(user=learner)
    Answer.objects.filter(pk=given.pk).update(score=0.5)
    event = LearningEvent.objects.get(record=f"answer:{given.pk}")
    assert list(differences()) == [
        f"answer:{given.pk}: the score is 0.5 in the table and 1.0 in event {event.pk}",
    ]


def test_a_course_that_is_completed_in_one_of_them_only_is_found(course: Course, learner: User) -> None:
    enrolment = Enrolment.objects.get(user=learner)
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=None)
    assert list(differences()) == [
        f"course:{enrolment.pk}: it has an event and no row",
    ]


def test_the_command_says_each_difference_in_a_line_and_ends_with_one(
    course: Course, learner: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify-learning"]) == 0
    assert capsys.readouterr().out == "Learning events: they agree with the tables.\n"
    completion = Completion.objects.get(enrolment__user=learner)
    Completion.objects.filter(pk=completion.pk)._raw_delete("default")
    lines = [
        f"completion:{completion.pk}: it has an event and no row",
        "Differences: 1.",
    ]
    assert cli.main(["verify-learning"]) == 1
    assert capsys.readouterr().out.splitlines() == lines
    with pytest.raises(SystemExit) as ended:
        call_command("verify_learning")
    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines() == lines


def test_more_learners_take_no_more_queries(course: Course, django_assert_max_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 8):
        for number in range(more):
            person = User.objects.create_user(f"osoba-{more}-{number}@example.org")
            services.enrol(user=person, course=course)
            answer(person, lessons_of(course)[0])
        with CaptureQueriesContext(connection) as captured:
            assert list(differences()) == []
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_was_there_before_is_told_from_the_tables(course: Course, learner: User) -> None:
    """Runs the migrations' functions after deleting everything that they create."""
    second = make_course("Drugi", lessons=2)
    services.enrol(user=learner, course=second)
    answer(learner, lessons_of(second)[0])
    # The migration is older than quizzes, and so than what counts as a success in them.
    quizzes = Answer.objects.filter(activity__in=QuizAttempt.objects.values("activity")).values_list("pk", flat=True)
    left_out = {f"answer:{pk}" for pk in quizzes}
    before = {
        event.record: (event.verb, event.object, event.course, event.statement["timestamp"], event.statement["result"])
        for event in LearningEvent.objects.in_force()
        if "result" in event.statement and event.record not in left_out
    }
    completed = dict(Enrolment.objects.values_list("pk", "completed_at"))
    LearningEvent.objects.all()._raw_delete("default")
    Pseudonym.objects.all().delete()
    Enrolment.objects.update(completed_at=None)
    import_module("courses.learning.migrations.0004_fill_learning_events").fill(apps, None)
    import_module("courses.coursework.migrations.0004_fill_learning_events").fill(apps, None)
    assert list(differences()) == []
    assert dict(Enrolment.objects.values_list("pk", "completed_at")) == completed
    events = list(LearningEvent.objects.all())
    assert [problems(event.statement) for event in events] == [[]] * len(events)
    assert all(event.statement["context"]["extensions"][statements.RECONSTRUCTED] for event in events)
    after = {
        event.record: (event.verb, event.object, event.course, event.statement["timestamp"], event.statement["result"])
        for event in events
        if "result" in event.statement and event.record not in left_out
    }
    # The completion of an exercise after an earlier answer is unknown. Of a reflection no more than that was told.
    for name, (*_rest, result) in list(before.items()):
        if name.startswith("answer:"):
            del result["completion"]
            if not result:
                del before[name]
    assert after == before
