"""A poll: one vote each, the results after voting, the same for all."""

import re
from uuid import uuid4

import pytest

from courses.activities import services
from courses.activities.cards import ExerciseFrame
from courses.activities.extracts import ExerciseSource
from courses.activities.models import Activity, Node, trees_of
from courses.activities.rendering import render_exercises
from people.models import User

pytestmark = pytest.mark.django_db

TREE: Node = {
    "type": "pomost_poll",
    "id": "root",
    "fields": {
        "question": "Jak często?",
        "hint": "",
        "options": [{"id": "a", "text": "co miesiąc"}, {"id": "b", "text": "rzadziej"}],
    },
    "children": [],
}


@pytest.fixture
def poll() -> Activity:
    uuid = uuid4()
    services.publish_exercises(container=uuid4(), exercises=[ExerciseSource(uuid=uuid, title="Jak często?", tree=TREE)])
    return Activity.objects.select_related("current").get(pk=uuid)


def person(name: str) -> User:
    return User.objects.create_user(f"{name}-glosuje@example.org")


def vote(user: User, poll: Activity, option: str) -> services.Outcome:
    return services.submit_answer(user=user, activity=poll, form=[("answer", option)], key=uuid4())


def results(user: User, poll: Activity) -> list[tuple[int, int]]:
    """Percent and votes of each option as this person sees them; none before voting."""
    frame = ExerciseFrame(can_answer=True)
    html = render_exercises(trees_of([poll.pk]), order=[poll.pk], user_id=user.pk, frame=frame, actions={})[poll.pk]
    return [(int(percent), int(votes)) for percent, votes in re.findall(r"(\d+)% \((\d+)\)", html)]


def test_everybody_sees_the_same_results_after_voting_and_nothing_before(poll: Activity) -> None:
    anna, jan, ewa = person("anna"), person("jan"), person("ewa")
    assert vote(anna, poll, "a").completion == 1.0
    vote(jan, poll, "b")
    assert results(ewa, poll) == []
    vote(ewa, poll, "a")
    assert [results(user, poll) for user in (anna, jan, ewa)] == [[(67, 2), (33, 1)]] * 3


def test_a_changed_vote_is_one_vote(poll: Activity) -> None:
    anna, jan = person("anna"), person("jan")
    vote(anna, poll, "a")
    vote(jan, poll, "a")
    vote(jan, poll, "b")
    assert results(jan, poll) == [(50, 1), (50, 1)]
    vote(jan, poll, "b")
    assert results(anna, poll) == [(50, 1), (50, 1)]


def test_a_vote_earns_no_points(poll: Activity) -> None:
    assert vote(person("anna"), poll, "a").answer.score is None
