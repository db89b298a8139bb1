"""The completion of activities of several blocks."""

from uuid import UUID, uuid4

import pytest

from courses.activities import exercises, services
from courses.activities.extracts import ExerciseSource
from courses.activities.models import Activity, LearnerState
from courses.activities.runtime import StateStore
from people.models import User
from tests.activities.blocks import PageBlock, node

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(monkeypatch: pytest.MonkeyPatch) -> Activity:
    """A root with two parts."""
    monkeypatch.setitem(exercises.EXERCISES, PageBlock.TYPE, PageBlock)
    uuid = uuid4()
    source = ExerciseSource(uuid=uuid, title="Strona", tree=node("root", node("a"), node("b")))
    services.publish_exercises(container=uuid4(), exercises=[source])
    return Activity.objects.select_related("current").get(pk=uuid)


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("osoba@example.org")


def submit(learner: User, activity: Activity, *answers: str) -> services.Outcome:
    form = [("answer", answer) for answer in answers]
    return services.submit_answer(user=learner, activity=activity, form=form, key=uuid4())


def kept(learner: User) -> dict[str, tuple[int, float]]:
    rows = LearnerState.objects.filter(user=learner)
    return {row.block: (row.fields.get("visits", 0), row.completion) for row in rows}


def completed(learner: User, activity: Activity) -> set[UUID]:
    return StateStore.load(user_id=learner.pk, activities=[activity.pk]).completed()


def test_an_answer_without_completion_keeps_the_completion_there_was(learner: User, activity: Activity) -> None:
    assert submit(learner, activity, "root=1.0", "a=0.5").completion == 1.0
    outcome = submit(learner, activity, "root", "a", "b")
    assert outcome.completion == 1.0
    assert kept(learner) == {"root": (2, 1.0), "a": (2, 0.5), "b": (1, 0.0)}
    assert completed(learner, activity) == {activity.pk}


def test_what_a_block_says_is_its_own(learner: User, activity: Activity) -> None:
    outcome = submit(learner, activity, "root=0.25", "a=1.0", "b=0.75")
    assert kept(learner) == {"root": (1, 0.25), "a": (1, 1.0), "b": (1, 0.75)}
    assert outcome.completion == 0.25


def test_an_activity_is_complete_when_its_root_is(learner: User, activity: Activity) -> None:
    outcome = submit(learner, activity, "a=1.0", "b=1.0")
    assert outcome.completion == 0.0
    assert completed(learner, activity) == set()
    assert submit(learner, activity, "root=1.0").completion == 1.0
    assert completed(learner, activity) == {activity.pk}


def test_an_answer_knows_the_block_that_graded_it(learner: User, activity: Activity) -> None:
    assert submit(learner, activity, "a=0.5").answer.block == "a"
    assert submit(learner, activity, "a").answer.block == "root"


def test_the_version_answered_is_kept_with_the_root(learner: User, activity: Activity) -> None:
    submit(learner, activity, "a")
    rows = LearnerState.objects.filter(user=learner).values_list("block", "root", "version")
    assert sorted(rows) == [("a", False, None), ("root", True, activity.current_id)]
