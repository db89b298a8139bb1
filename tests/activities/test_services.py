"""Versions, answers and learners' states."""

from uuid import UUID, uuid4

import pytest

from courses.activities import services
from courses.activities.errors import InvalidAnswerError
from courses.activities.extracts import ExerciseSource, exercise_uuid
from courses.activities.models import Activity, ActivityVersion, Answer, LearnerState
from people.models import User
from tests.activities.test_choice import tree

pytestmark = pytest.mark.django_db

CONTAINER = uuid4()


def publish(uuid: UUID, correct: list[bool]) -> Activity:
    source = ExerciseSource(uuid=uuid, title="Pytanie", tree=tree("single", correct))
    services.publish_exercises(container=CONTAINER, exercises=[source])
    return Activity.objects.select_related("current").get(pk=uuid)


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org")


def test_the_same_content_makes_no_new_version_and_old_content_its_old_one() -> None:
    uuid = uuid4()
    first = publish(uuid, [True, False]).current
    assert publish(uuid, [True, False]).current == first
    second = publish(uuid, [False, True]).current
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert publish(uuid, [True, False]).current == first
    assert ActivityVersion.objects.filter(activity_id=uuid).count() == 2


def test_an_answer_knows_the_version_that_it_answered(learner: User) -> None:
    uuid = uuid4()
    first = services.submit_answer(
        user=learner, activity=publish(uuid, [True, False]), form=[("answer", "0")], key=uuid4()
    )
    second = services.submit_answer(
        user=learner, activity=publish(uuid, [False, True]), form=[("answer", "0")], key=uuid4()
    )
    assert (first.answer.version.number, first.answer.score) == (1, 1.0)
    assert (second.answer.version.number, second.answer.score) == (2, 0.0)
    assert second.completion == 1.0


def test_the_same_answer_with_the_same_key_is_recorded_once(learner: User) -> None:
    activity, key = publish(uuid4(), [True, False]), uuid4()
    first, *again = [
        services.submit_answer(user=learner, activity=activity, form=[("answer", "1")], key=key) for _time in range(4)
    ]
    assert [first.repeated, *(outcome.repeated for outcome in again)] == [False, True, True, True]
    assert {outcome.answer for outcome in again} == {first.answer}
    assert Answer.objects.of(learner).count() == 1
    assert LearnerState.objects.get(user=learner).fields["attempts"] == 1


def test_another_answer_with_the_same_key_is_a_new_one(learner: User) -> None:
    activity, key = publish(uuid4(), [True, False]), uuid4()
    outcomes = [
        services.submit_answer(user=learner, activity=activity, form=[("answer", option)], key=key)
        for option in ("1", "0", "0", "1")
    ]
    assert [(outcome.repeated, outcome.answer.repeat, outcome.answer.score) for outcome in outcomes] == [
        (False, 0, 0.0),
        (False, 1, 1.0),
        (True, 1, 1.0),
        (False, 2, 0.0),
    ]
    assert LearnerState.objects.get(user=learner).fields["attempts"] == 3
    assert LearnerState.objects.get(user=learner).fields["solved"] is True


def test_the_same_key_in_another_exercise_is_another_answer(learner: User) -> None:
    first, second = publish(uuid4(), [True, False]), publish(uuid4(), [True, False])
    key = uuid4()
    for activity in (first, second):
        outcome = services.submit_answer(user=learner, activity=activity, form=[("answer", "0")], key=key)
        assert (outcome.repeated, outcome.answer.activity) == (False, activity)


def test_the_same_key_of_somebody_else_is_another_answer(learner: User) -> None:
    activity, key = publish(uuid4(), [True, False]), uuid4()
    other = User.objects.create_user("inna@example.org")
    services.submit_answer(user=learner, activity=activity, form=[("answer", "1")], key=key)
    assert not services.submit_answer(user=other, activity=activity, form=[("answer", "1")], key=key).repeated


def test_a_refused_answer_leaves_nothing(learner: User) -> None:
    activity = publish(uuid4(), [True, False])
    with pytest.raises(InvalidAnswerError):
        services.submit_answer(user=learner, activity=activity, form=[("answer", "99")], key=uuid4())
    assert not Answer.objects.of(learner).exists()
    assert not LearnerState.objects.filter(user=learner).exists()


def test_copies_and_languages_have_uuids_of_their_own_and_steady_ones() -> None:
    key = uuid4()
    one = exercise_uuid(translation_key=key, language="pl", block_id="b")
    assert one == exercise_uuid(translation_key=key, language="pl", block_id="b")
    assert one != exercise_uuid(translation_key=key, language="en", block_id="b")
    assert one != exercise_uuid(translation_key=uuid4(), language="pl", block_id="b")
